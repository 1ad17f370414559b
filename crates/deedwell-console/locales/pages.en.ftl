# Home, people, measures, and what the palette finds.

## Home
home-title = Home
home-good-morning = Good morning, {$what}.
home-good-afternoon = Good afternoon, {$what}.
home-good-evening = Good evening, {$what}.
home-since-24h = In the last 24 hours
home-since-7d = In the last 7 days
home-since-28d = In the last 28 days
home-chip-24h = 24 hours
home-chip-7d = 7 days
home-chip-28d = 28 days
home-period = Period
home-units = Units
home-all-units = All units
# "In the last 24 hours" … "214 people" … "611 things" …
home-lead-before = {""}
home-lead-between = did
home-lead-after = .
home-lead-nothing = nobody did anything.
home-people = { $n ->
    [one] {$count} person
   *[other] {$count} people
}
home-things = { $n ->
    [one] one thing
   *[other] {$count} things
}
home-waiting = { $n ->
    [1] One is waiting for an answer
    [2] Two are waiting for an answer
    [3] Three are waiting for an answer
    [4] Four are waiting for an answer
    [5] Five are waiting for an answer
    [6] Six are waiting for an answer
    [7] Seven are waiting for an answer
    [8] Eight are waiting for an answer
    [9] Nine are waiting for an answer
   *[other] {$count} are waiting for an answer
}
home-needs-overdue = { $n ->
    [one] , one of them overdue
   *[other] , {$count} of them overdue
}
home-needs-overdue-more = , more than {$count} of them overdue
home-needs-today = { $n ->
    [one] , and one has a promise that ends today
   *[other] , and {$count} have a promise that ends today
}
home-needs = Needs you
home-needs-order = Soonest promise first
home-needs-none = Nobody is waiting for an answer.
home-needs-more = {$what}: {$count} more
home-due-in = due in {$what}
home-overdue = overdue by {$what}
home-trouble = Needs a look
home-fresh-lead = Nothing has happened here yet. Four things bring it to life.
home-begin = Begin here
home-begin-source = Connect your shop or site
home-begin-source-how = A key and a few lines to copy: from then on what customers do arrives by itself.
home-begin-source-go = Open a source
home-begin-import = Bring in what people bought
home-begin-import-how = A CSV file with one line for each purchase: who (an e-mail address or a number), when, how much. A dry run shows first what would come in.
home-begin-open = Open {$what} to your customers
home-begin-open-how = Ask one question, and put the link on the receipt.
home-begin-go = Go to {$what}
home-begin-invite = Invite a colleague
home-begin-invite-how = Somebody has to answer. Two people answer sooner.
home-begin-invite-go = Invite
home-four = Customers, last 28 days
home-key-interval = estimate and 95 % interval
home-baseline-year = same weeks last year
home-baseline-weeks = the 28 days before
home-baseline-none = nothing earlier to compare with
home-stat-anything = Did anything
home-stat-took-part = Took part: {$what}
home-stat-bought = Bought something
home-stat-answered = Contributions we answered
home-stat-nobody = nobody to ask about yet
home-stat-no-baseline = no baseline yet
home-stat-more = was {$was}
home-stat-less = was {$was}
home-stat-cannot-tell = can’t tell from {$was}
home-stat-foot = {$range} · of {$of} · {$said}
home-stat-label = {$value} %, interval {$range}, {$said}
home-weeks = People who did something, each week
home-weeks-explained = Thirteen weeks of seven days, the last of which ends now. The interval says how far a count of people may wander by chance (Poisson, 95 %). Staff, test accounts and machines are left out.
home-weeks-finding = People who did something each week, thirteen weeks: from {$first} to {$last}
home-weeks-last-year = {$what} last year
home-weeks-last = last 7 days
home-weeks-none = Nobody did anything in these thirteen weeks.
home-weeks-table = The numbers as a table
home-weeks-week = Week
home-weeks-people = People
home-weeks-range = 95 % interval
home-weeks-actions = Actions
home-weeks-before = A year before
home-key-band = this year, 95 % band
home-key-last-year = last year
home-now = Happening now
home-now-badge = live
home-nothing-yet = Nothing yet.
home-key-did = did
home-key-said = said
home-key-we = we did
home-half = Our half of it
home-half-when = last 28 days
home-half-answered = {$what}: answered
home-half-official = {$what}: official answers
home-half-median = {$what}: first official answer, median
home-half-of = {$n} of {$of}
home-half-no-median = under half answered
home-half-index = Responsiveness, of 100
home-half-more = How quickly and openly we answer
home-happened = What happened
home-happened-sentence = {$since}: {$people}, {$things}, newest first. What machines and test accounts did, what is only claimed and what we said of somebody does not count here.
home-everything-sentence = {$since}: {$people}, {$things}, newest first: also what machines and test accounts did, what is only claimed and what we said of somebody.
home-show = What to show
home-show-counted = What counts
home-show-everything = Everything

## People
people-title = People
people-total = { $n ->
    [one] One person.
   *[other] {$count} people.
}
people-none-lead = Nobody is known here yet.
people-somebody = Somebody
people-colleague = A colleague
people-nameless = Nameless {$what}
people-name = Name
people-tags = Tags
people-tag = Tag
people-last-seen = Last seen
people-actions = Actions
people-purchases = Purchases
people-spent = Spent
people-never = never
people-test = test account
people-tags-more = { $n ->
   *[other] and {$count} more
}
people-search = Search
people-search-hint = Name, e-mail, number or id
people-unit = First met in
people-known-by = Known by
people-first-met = First met
people-sort = Order
people-show = Show
people-any-tag = any tag
people-any-unit = any unit
people-any-kind = anything
people-met-any = at any time
people-seen-any = at any time
people-within-24h = in 24 hours
people-within-7d = in 7 days
people-within-28d = in 28 days
people-within-90d = in 90 days
people-within-year = in a year
people-kind-email = E-mail
people-kind-phone = Telephone
people-kind-login = Log-in
people-kind-card = Card
people-kind-browser = Browser
people-kind-import = Number in another system
people-sort-seen = last seen first
people-sort-actions = most actions
people-sort-spent = most spent
people-sort-name = by name
people-sort-newest = newest first
people-sort-oldest = oldest first
people-filtered = Only:
people-filters-off = Everybody
people-everybody = Everybody
people-views = Kept views
people-views-edit = Views
people-view-keep = Keep this list
people-view-name = Name of the view
people-view-save = Keep
people-view-forget = Remove
people-view-kept = The view is kept.
people-view-forgotten = The view is removed.
people-no-match = Nobody matches
people-no-match-what = Take a filter off, or write less of the name.
people-empty = Nobody yet
people-empty-what = People appear here with the first purchase you bring in, or as soon as somebody signs in and takes part.
people-empty-do = What to do first
people-choose = Choose
people-choose-one = Choose {$what}
people-all-here = { $n ->
    [one] The one on this page
   *[other] All {$count} on this page
}
people-bulk-tag = Tag for the chosen
people-bulk-do = Tag
people-tagged = { $n ->
    [one] One person now has the tag
   *[other] {$count} people now have the tag
}
people-tagged-before = They all had this tag before.
people-tag-undone = The tag is off again.
people-undo = Undo
people-export = Export as CSV
people-export-one = Export all we hold
people-export-sent = Export what was sent
people-since = first met {$what}
people-tag-add = Add a tag
people-tag-off = remove this tag
people-rename = Rename
people-rename-do = Keep
people-test-mark = Mark as a test account
people-test-unmark = Count again
people-test-what = A test account is left out of every measure, its past too. Nothing of it is lost.
people-test-marked = Left out of every measure from now on.
people-test-unmarked = Counted again.
people-renamed = The name is changed.
people-known-as = Known as
people-known-none = No identity is known.
people-proven = proven
people-claimed = claimed
people-proof-claimed = they say so; nobody has shown it. Since {$what}
people-proof-import = it stood in a file that we brought in, {$what}
people-proof-staff = a colleague vouches for it, {$what}
people-proof-server = our own server said so, {$what}
people-proof-token = they signed in with our shop, {$what}
people-proof-code = they answered a code sent to it, {$what}
people-accounts = Accounts
people-account-nameless = Nameless account
people-facts = Facts
people-fact-met = First met
people-fact-unit = Where
people-fact-language = Language
people-fact-actions = Actions
people-fact-last = Last seen
people-timeline = Everything, in order
people-timeline-empty = Nothing yet
people-timeline-empty-what = What they do, and what we do in answer, appears here.
people-timeline-no-match = Nothing of this kind
people-timeline-no-match-what = Choose another deed, channel or day.
people-entries = { $n ->
    [one] One entry
   *[other] {$count} entries
}
people-show-whose = Whose acts
people-show-all = All
people-show-they = They did
people-show-we = We did
people-narrow = Narrow down
people-deed = Deed
people-any-deed = any deed
people-channel = Channel
people-any-channel = any channel
people-from = From
people-to = To
people-today = Today
people-yesterday = Yesterday
people-this-week = Earlier this week
people-earlier-in = Earlier in {$what}
people-month-1 = January
people-month-2 = February
people-month-3 = March
people-month-4 = April
people-month-5 = May
people-month-6 = June
people-month-7 = July
people-month-8 = August
people-month-9 = September
people-month-10 = October
people-month-11 = November
people-month-12 = December
people-buying = Buying
people-bought-nothing = Nothing bought that we know of.
people-last-bought = Last bought
people-rhythm = Own rhythm
people-rhythm-table = The same as a table
people-rhythm-day = Bought on
people-rhythm-gap = After
people-rhythm-few = Too few purchases to say. A rhythm needs three days of buying.
people-rhythm-key = Days from purchase to purchase, the last one still open; dotted: their median. Tallest: {$what}.
people-usually = Usually every {$median} days, middle half {$low} to {$high}.
people-due = Next due {$from} to {$to}.
people-due-now = Due about now.
people-late = { $n ->
    [one] One day late.
   *[other] {$count} days late.
}
people-days = { $n ->
    [one] one day
   *[other] {$count} days
}
kind-imported = brought in a file
kind-people-list-exported = took a list of people as a file
kind-people-exported = took one person's record as a file
people-told = What is said of them
people-has = Has
people-profile = Profile: fields, consents, what they have
people-merges = Who is one person
people-merges-lead = Two who may be one wait here for you. Nobody whom we know is ever joined by itself, and every merge can be undone.
people-merges-waiting = May be one
people-merges-none = Nobody waits
people-merges-none-what = When a server names signs of two people together, or two have the same name, they appear here.
people-merges-done = Made one
people-merges-first = the first {$count}; when they are decided, the next come
people-merges-never = Nobody was made one so far.
people-merges-and = and
people-merge-undone = undone
people-merge-undo = Undo
people-merge-undo-do = Make them two again
people-reason = Why?
people-pair-one = One
people-pair-other = The other
people-pair-because = What speaks for it
people-pair-look = Look at both
people-pair-link = One of your servers named the {$kind} {$value} of the one beside the other.
people-pair-name = Both are called {$what}.
people-pair = Two side by side
people-pair-lead = Are they one person? Nothing is rewritten if you make them one, so it can be undone.
people-pair-find = Who may be one with {$what}?
people-pair-found = Found
people-merge = They are one
people-merge-what = One page with { $signs } signs and { $actions } actions. In every measure they count once.
people-merge-how = Each sign keeps what was done with it: should you undo this, everything stands as before, and what came meanwhile stays with its sign. The page and name of the first stay.
people-merge-turn = Keep {$what} instead
people-merge-why = How do you know?
people-merge-do = Make them one
people-merge-kept = stays
people-merge-with = Make one with another
people-apart = They are two
people-apart-what = Nobody will be asked again.
people-apart-why = How do you know?
people-apart-do = Keep them apart
people-merged = They are one now.
people-unmerged = They are two again.
people-told-apart = They stay two, and nobody is asked again.
people-why = Why {$what} is one person
people-why-this = Why is this one person?
people-why-lead = Everything that was said of the signs by which they are known, the newest first: what we believed, what we did not, and why.
people-said = What was said
people-said-none = Nothing was said of their signs.
people-said-claimed = A browser or visitor said so; nobody had to believe it
people-said-import = It stood in a file that a colleague brought in
people-said-staff = A colleague said so
people-said-server = One of your servers said so
people-said-token = They signed in with your shop
people-said-code = They answered a code
people-said-message = Message {$what}
people-refused-two-people = not believed: it is proven to be another’s
people-refused-too-many = not believed: they have as many as anybody may have
people-refused-prove-it = not believed: it belongs to somebody we know
people-refused-blocked = not used: it names nobody here
people-link-void = taken back
people-link-wrong = This is wrong
people-link-take-back = Take it back
people-link-again = Let it count again
people-link-taken-back = Taken back. Who is one person was worked out anew.
people-link-counts-again = It counts again.
people-rules = How people are recognised
people-rules-lead = Signs that a server names together become one person’s. These rules keep a shared address or a kiosk from making one person of many.
people-limits = How many signs somebody may have
people-limits-what = What comes beyond that is kept and not believed. Of log-ins: for each system. What was tied together before stays.
people-limit-set = Set
people-rules-set = The limit is set.
people-blocked-values = Values that name nobody
people-blocked-what = An address that a whole office uses, a test number. It is kept with what it came with and ties nobody together. What programs write where there is nobody (null, -1, anonymous, …) is blocked already.
people-blocked-value = Value
people-blocked-none = None so far.
people-block-do = Block
people-unblock = Allow again
people-blocked = Blocked from now on.
people-unblocked = It may name somebody again.
kind-people-merged = made two people one
kind-people-unmerged = made one person two again
kind-people-separated = took apart, or tied again, signs of a person
kind-people-told-apart = said that two people are not one
kind-people-rules-changed = changed how people are recognised
kind-people-renamed = changed the name
kind-people-tagged = added a tag
kind-people-marked-as-test = said whether a person counts
kind-people-untagged = removed a tag

## Measures
measures-title = Measures
measures-lead = Eight questions, asked of every way of taking part. A colour means the interval has left the baseline behind; grey means it has not, whatever the number says.
measures-rows = Rows and query
measures-window = Window
measures-window-28d = 28 days
measures-window-month = Last calendar month
measures-window-90d = 90 days
measures-window-year = A year
measures-window-all = To date
measures-window-custom = From … to
measures-from-to = {$from} to {$to}
measures-from = First day
measures-to = Last day
measures-show = Show
measures-units = Units
measures-all-units = All units
measures-eligible = { $n ->
    [one] one eligible customer
   *[other] {$count} eligible customers
}
measures-left-out = staff and tests left out
measures-up-to = read to {$what}
measures-grid = Grid of measures
measures-grid-what = Programmes by measures
measures-ways = Ways of taking part
measures-empty = No way of taking part is open
measures-empty-what = Measures follow from what a programme declares. Open one, and its row appears.
measures-each-links = Every number leads to the people and contributions behind it.
measures-more = more
measures-fewer = fewer
measures-cannot-tell = can’t tell
measures-too-few = too few
measures-no-evidence = no evidence yet
measures-of-hundred = of 100
measures-of = { $n ->
   *[other] of {$count}
}
measures-to-date = { $n ->
   *[other] {$count} to date
}
measures-money-heading = How the money is counted.
measures-money-how = Experiment: against people left out by chance. Matched: against customers with the same past. Claimed: somebody says so; shown with a plus and never added up. Costs are taken off.
measures-a-head = People
measures-a-under = distinct
measures-a-share = {$percent} % ({$range}) of {$of}
measures-nobody-eligible = nobody is eligible
measures-b-head = Contributions
measures-b-last-month = { $n ->
   *[other] {$count} last month
}
measures-b-each = {$what} per head
measures-c-head = Quality
measures-c-under = mean grade and interval
measures-c-graded = { $n ->
   *[other] {$count} graded
}
measures-c-none = nothing was graded
measures-c-needed = {$n} of {$needed} grades needed
measures-c-label = {$value} of 100, interval {$range}
measures-d-head = Trend
measures-d-under = v as long before
measures-d-counts = {$now} v {$before} people
measures-d-contributions = contributions {$what}
measures-d-cannot-tell = {$what}, can’t tell
measures-d-none-before = none before
measures-d-nothing = nothing in either window
measures-d-to-date = to date has nothing before it
measures-e-head = Answered by peers
measures-e-under = persons
measures-e-responses = { $n ->
    [one] one answer
   *[other] {$count} answers
}
measures-e-per = {$what} per participant
measures-f-head = Answered by us
measures-f-under = and how soon
measures-f-share = {$percent} % ({$range})
measures-f-official = { $n ->
    [one] one official answer
   *[other] {$count} official answers
}
measures-f-median = median {$what}
measures-f-no-median = under half have one yet
measures-f-none = nothing to answer
measures-g-head = Evaluated, then done
measures-g-under = by age 30, 90, 365 days
measures-g-done = → {$n} done
measures-g-decided = { $n ->
   *[other] {$count} decided
}
measures-g-cohort = {$days} d: {$evaluated} % → {$implemented} % of {$of}
measures-g-young = none is 30 days old yet
measures-g-none = nothing to decide
measures-h-head = Money
measures-h-under = and its basis
measures-h-basis = {$basis} ({$n})
measures-h-claimed = {$what} claimed
measures-basis-experiment = experiment
measures-basis-matched = matched
measures-basis-claimed = claimed
measures-who = Who
measures-what = What
measures-value = Value
measures-when = When
measures-nobody = Deedwell
measures-csv = Rows as CSV
measures-behind-entries = { $n ->
    [one] one entry
   *[other] {$count} entries
}
measures-behind-people = { $n ->
    [one] one person
   *[other] {$count} people
}
measures-behind-empty = Nothing is behind this number yet
measures-behind-empty-what = In this window nothing of this kind happened.
measures-how = How it is counted
measures-how-all = A contribution counts when a customer or visitor made it who is no test account, not a machine, and when it was not voided (spam, merged away, withdrawn) or was restored after. People are counted once, whatever address they came by.
measures-a-means = How many different people contributed?
measures-a-formula = A = distinct persons with at least one valid contribution in the window. Rate = A ÷ eligible customers, where everybody is eligible who was known by the end of the window. Interval: Wilson, 95 %.
measures-a-listed = Contributions of these people
measures-b-means = How many contributions are there: in the window, in the last calendar month, to date?
measures-b-formula = B = valid contributions made in the window. Per head = B ÷ A. The last calendar month is the last whole one (UTC) before the end of the window.
measures-b-listed = Contributions
measures-c-means = How good are the contributions?
measures-c-formula = The last grade of each valid contribution received in the window, from the worst = 0 to the best = 1; the mean over those graded, with Wilson’s 95 % interval for as many. Below five grades nothing is said.
measures-c-listed = Graded contributions
measures-d-means = Are more or fewer people taking part than before, with more or fewer contributions?
measures-d-formula = R = (k₁ ÷ t₁) ÷ (k₂ ÷ t₂), this window over the equally long one before it, for people and for contributions. Exact 95 % interval, because k₁ given k₁ + k₂ is binomial (Clopper and Pearson). It is grey unless the interval leaves 1.
measures-d-listed = Contributions of both windows
measures-e-means = How many people answered somebody else’s contribution?
measures-e-formula = E = distinct persons who commented or voted on another person’s contribution in the window; own votes are left out. Per participant = E ÷ A.
measures-e-listed = Answers of peers
measures-f-means = How many contributions did we answer, and how soon?
measures-f-formula = Of the valid contributions received in the window: those with any public act of staff, those with an official answer, both before its end; Wilson, 95 %. Time to the official answer: the Kaplan–Meier median, where the unanswered have waited until the end of the window.
measures-f-listed = Contributions received
measures-g-means = How many contributions were weighed, and how many were then done?
measures-g-formula = Counts to the end of the window, over all valid contributions. Beside them, of those that had reached 30, 90 and 365 days of age, the share evaluated → done at that very age, so that a rush of new ones does not read as failure.
measures-g-listed = Evaluated, decided or done
measures-h-means = What did it bring, and how is that known?
measures-h-formula = Booked in the window: revenue and savings less costs, line by line with its basis: experiment, matched or claimed. Sums of two bases, or of two currencies, are never added.
measures-h-listed = Bookings
measures-rows-lead = The same numbers as rows, and the question in SQL that computes them again from the open lake. Nobody has to believe us.
measures-rows-json = Grid as JSON
measures-rows-sql = Query as text
measures-rows-how = How to compute it again
measures-rows-how-1 = Attach the lake in DuckDB under the name lake: attach 'ducklake:sqlite:ledger.ducklake' as lake (read_only).
measures-rows-how-2 = Export people and identities with deedwell export, and load them as tables: create table person as from read_csv('people.csv', all_varchar = true); the same for identity. They are in the state, not in the lake, which holds no personal data.
measures-rows-how-3 = Run the query below. Each programme gives one row; its columns bear the names of the JSON.
measures-rows-query = Query

## Forgetting somebody.

people-forget = Forget a person
people-forget-link = Forget…
people-forget-whom = Forget { $what } for good?
people-forget-lead = Nobody can take this back. Copy what you must keep first.
people-forget-goes = What goes
people-forget-signs = { $n ->
    [one] One sign by which they are known: an address, a number, a browser
   *[other] { $count } signs by which they are known: addresses, numbers, browsers
}
people-forget-actions = { $n ->
    [0] No entries of what they did
    [one] One entry of what they did
   *[other] { $count } entries of what they did
}
people-forget-goes-profile = Their name, profile, tags, consents, contracts and memberships
people-forget-goes-words = Their ideas’ words, their comments, votes and thanks; what others said stays
people-forget-goes-sent = What was sent about them, and what webhooks were told of them
people-forget-stays = What stays
people-forget-stays-staff = What your own people wrote: answers, notes, reasons. Look there for their name
people-forget-stays-copies = Copies outside: backups, exported files, and systems that webhooks told
people-forget-stays-account = The account, whose name may be theirs:
people-forget-sure = Are you sure?
people-forget-why = Why are they to be forgotten?
people-forget-why-asked = They asked for it
people-forget-why-not_needed = We need not know them any more
people-forget-why-mistake = They should not have been here
people-forget-known = I know that this cannot be taken back
people-forget-do = Forget them for good
people-forget-not = Keep them
people-forgetting = They are being forgotten. In a minute nothing of them can be read any more.
people-forgotten = Who was forgotten
people-forgotten-lead = A receipt for each, that says nothing of whom. Within a minute nothing can be read; after some ten minutes nothing is on the disk.
people-forgotten-none = Nobody was forgotten
people-forgotten-none-what = Whoever asks to be forgotten is forgotten on their page, under “Forget…”.
people-forgotten-asked = Asked
people-forgotten-why = Why
people-forgotten-gone = What went
people-forgotten-state = How far it is
people-forgotten-by-key = By a program: { $what }
people-forgotten-by-themselves = By themselves
console-audit-customer = the customer
people-forgotten-signs = { $n ->
    [one] One sign
   *[other] { $count } signs
}
people-forgotten-entries = { $n ->
    [one] one entry in files
   *[other] { $count } entries in files
}
people-forgotten-waits = At work
people-forgotten-is-unreadable = Unreadable
people-forgotten-is-gone = Gone
kind-people-erased = forgot a person for good

# Responsiveness
resp-title = Responsiveness
resp-lead = How quickly and how openly we answer, decide and do, over every way of taking part. What is still open counts as still waiting.
resp-index = Index
resp-of-hundred = of 100
resp-owed = { $n ->
    [one] {$count} matter that asks for an answer
   *[other] {$count} matters that ask for an answer
}
resp-owed-people = { $n ->
    [one] from {$count} person
   *[other] from {$count} people
}
resp-too-few = Too few to say: an index needs {$count} matters.
resp-too-few-short = too few, {$count} needed
resp-no-before = {$what}; too few in the period before to compare.
resp-better = {$now}, higher than the period before: {$was}.
resp-worse = {$now}, lower than the period before: {$was}.
resp-cannot-tell = {$now}; the period before {$was}: can’t tell them apart.
resp-not-alike = {$now}. The period before, {$was}, is made of other parts and not to be compared.
resp-share = {$share} % ({$low}–{$high})
resp-parts = What the index is made of
resp-part = Part
resp-weight = Weight
resp-share-head = Share
resp-interval = Interval
resp-of = Of
resp-part-answered = Answered in time
resp-part-decided = Decided in time
resp-part-done = Done in time, of each yes
resp-part-explained = Decisions with a reason customers see
resp-part-told = All who took part were told
resp-part-by_person = Answered by a person
resp-not-said = too few or too young
resp-too-young = too young to say
resp-not-recorded = not recorded yet
resp-within = Within
resp-fits = {$what}, fits
resp-fact-answered = Answered within {$what}
resp-fact-decided = Decided within {$what}
resp-fact-done = Done within {$what} of a yes
resp-half = Half are answered within {$median} ({$low} to {$high}).
resp-not-yet-half = Not yet half are answered.
resp-nobody-knows = not known
resp-late-unanswered = {$n} unanswered for more than {$span}
resp-late-broken = { $n ->
    [one] {$count} broken promise, and nothing since
   *[other] {$count} broken promises, and nothing since
}
resp-late-see = See what waits
resp-unit = Unit
resp-no-unit = Without a unit
resp-owed-head = Asked
resp-index-head = Index
resp-before-head = Before
resp-place = Place
resp-place-what = Places are among units that were asked for the same sorts of things, and one stands above another only where their whole intervals are apart. “1–3” means that nobody can say which of the three places it has.
resp-place-alone = no other like it
resp-empty = Nobody has asked for anything yet
resp-empty-what = When customers put ideas forward or complain, this page shows how soon and how openly they were answered.
resp-how = How this is computed
resp-how-owed = Asked for: every valid idea, complaint and other matter that came in during the period and waits for an answer of ours. Withdrawn ones, spam and test accounts are left out; open ones never are.
resp-how-parts = Three shares are by Kaplan and Meier: answered by a person, decided, and done after a yes, each within a time that fits the way of taking part. Three are plain shares: decisions with a reason that customers see, decisions of which everybody who took part was told, answers that came from a person and no machine. A share of fewer than five, or for which fewer than five are old enough, is left out with its weight.
resp-how-formula = index = 100 × sum(weight × share) ÷ sum(weight), over the shares that are known
resp-how-example = Example: of 20 matters 60 % were answered and 50 % decided in time, 80 % of decisions had a reason, 80 % of answers came from a person. (35 × 0.6 + 20 × 0.5 + 10 × 0.8 + 10 × 0.8) ÷ 75 = 0.627: an index of 62.7, interval 44.3 to 78.0.
resp-how-interval = The interval holds the truth 95 times in 100. It knows that shares of one matter hang together and that one customer may bring many. The period before is shown as it stood when it ended, so that both had as much time. Below ten matters nothing is said.
resp-how-rank = Places are only given among units that were asked for the same sorts of things, and only where intervals do not overlap.

review-title = To review
review-lead = What waits for one of us before it is shown, counted or paid. Decide on its own page; whoever it concerns reads the reason, and may appeal.
review-none = Nothing waits
review-none-what = New ideas where they are looked at first, voices that look like one, friends whose reward needs a yes, and appeals come here.
review-what = What
review-who = Of whom
review-why = Why it waits
review-since = Since
review-appeal = appeal
review-they-say = They say:
review-more = { $n ->
    [one] 1 more waits; it is shown when one of these is decided.
   *[other] { $count } more wait; they are shown as these are decided.
}
review-decide = Decide
review-somebody = Somebody
find-everywhere = Look for “{$what}” in ideas, complaints, orders
