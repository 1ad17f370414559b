# Sources: where acts come from, and what was wrong with them.
collect-sources = Sources
collect-sources-lead = Your site, your app and your shop’s server report here what customers do, with the libraries that they may have already.
collect-sources-all = All sources
collect-sources-none = No source yet
collect-sources-none-what = Open one, copy some lines, and see the first event come in.
collect-new = A new source
collect-name = Name
collect-name-help = So that you know it again: Shop, Site, Till in Keswick.
collect-kind = Where it is
collect-kind-browser = A site or an app
collect-kind-browser-help = Its key can be read by anybody, so it reports behaviour only. Orders from there are kept as claims.
collect-kind-server = A server of yours
collect-kind-server-help = Its key stays secret. It may report orders, and say who a customer is.
collect-unit = Unit
collect-unit-none = The whole organisation
collect-origins = Hosts of the site
collect-origins-help = For a site: shop.example, one a line. Others may not use its key by mistake. Empty for any.
collect-no-addresses = Keep no part of addresses
collect-no-addresses-help = Otherwise the address of a sender is kept for thirty days with its last part cut off.
collect-open = Open the source
collect-events = Taken
collect-refused = Not taken
collect-last = Last
collect-nothing-yet = nothing yet
collect-closed = closed
collect-said-closed = Closed. Its keys open nothing any more; what it sent stays.
collect-key = Write key
collect-key-once = This key is shown this once. Keep it where only your server reads it.
collect-key-yours = YOUR_KEY
collect-key-public = This key stands in your pages for anybody to read. It can only report behaviour.
collect-key-ends = works until {$what}
collect-key-rotate = A new key; the old one works for a week
collect-old-keys-what = Did somebody get hold of the old key? Once the new one is in place, end the old one now instead of waiting for the week.
collect-old-keys-end = End the old key now
collect-said-old-keys = The old key opens nothing any more.
collect-addresses = Addresses of senders
collect-said-addresses = From now on this source keeps addresses like that.
collect-close = Close this source
collect-send = Send from it
collect-send-lead = Copy what you need. These are the libraries as they are published, pointed at this address.
collect-waiting = Waiting for the first event.
collect-waiting-lead = This line changes by itself when it comes.
collect-came = { $n ->
    [one] One event has come.
   *[other] {$count} events have come.
}
collect-came-wrong = { $n ->
    [one] One was not taken.
   *[other] {$count} were not taken.
}
collect-only-wrong = Something came, and nothing of it could be taken.
collect-wrong = What was wrong
collect-wrong-lead = What came in and was not as it should be, for thirty days: what it was, and how to mend it.
collect-wrong-none = Nothing was wrong
collect-wrong-none-what = What cannot be taken, or is taken otherwise than it was meant, stands here with the way to mend it.
collect-wrong-no-match = Nothing like that
collect-wrong-no-match-what = Nothing that was wrong has these words.
collect-all = Show everything
collect-search = Event, library or content
collect-source = Source
collect-problem = What was wrong
collect-any-source = All sources
collect-any-problem = Everything
collect-show = Show
collect-not-taken = not taken
collect-taken = taken
collect-times = { $n ->
    [one] Once
   *[other] {$count} times
}
collect-since = since {$what}
collect-sample = As it came
collect-wrong-source-name = A source has a name of at most 60 letters.
collect-wrong-sends-from = Please choose where the events come from.
collect-wrong-origins = Please write hosts such as shop.example, one a line, 20 at most.
error-missing-source = There is no such source.
error-collect-too-many-sources = There are 50 sources. Close one that nobody needs first.

## What was wrong
collect-problem-not-an-object = It is no object
collect-problem-not-an-object-mend = Each message is a JSON object with fields, nested at most about a hundred deep.
collect-problem-too-large = Larger than 32 KB
collect-problem-too-large-mend = Send ids instead of contents: a picture or a document belongs elsewhere.
collect-problem-too-many = More than 2,500 in one batch
collect-problem-too-many-mend = Let the library send smaller batches. What came after the first 2,500 was not taken.
collect-problem-type-unknown = Nobody says what sort of call it is
collect-problem-type-unknown-mend = In a batch, each message has a “type”: identify, track, page, screen, group or alias.
collect-problem-event-missing = An event without a name
collect-problem-event-missing-mend = Each track call names its event: “event”: “Product Viewed”.
collect-problem-group-missing = A group without its number
collect-problem-group-missing-mend = Each group call says which: “groupId”, of at most 500 letters.
collect-problem-no-user-anon-id = It is from nobody
collect-problem-no-user-anon-id-mend = Each message has a “userId” or an “anonymousId” that means somebody. Words such as null, undefined or anonymous mean nobody.
collect-problem-previous-missing = An alias without both ids
collect-problem-previous-missing-mend = An alias call has a “userId” and a “previousId”.
collect-problem-message-id-long = The message’s id is too long
collect-problem-message-id-long-mend = At most 100 letters. Without an id the message would be taken, but not recognised when it is sent again.
collect-problem-too-many-properties = More than 300 properties
collect-problem-too-many-properties-mend = Send what you mean to look at, not everything that a page knows.
collect-problem-origin-foreign = From a site that is not yours
collect-problem-origin-foreign-mend = The source takes events only from the hosts that it names. Add the host there, or find out who copied your key.
collect-problem-id-blocked = An id that means nobody
collect-problem-id-blocked-mend = It was taken under its other id. null, undefined, -1 and the like are what programs write where there is nobody.
collect-problem-time-unreadable = A time that cannot be read
collect-problem-time-unreadable-mend = It counts at the moment at which it came. Times are written as 2026-11-19T09:30:00Z, with their offset.
collect-problem-time-in-future = A time that has not come yet
collect-problem-time-in-future-mend = It counts at the moment at which it came. The sender’s clock may be wrong; libraries send “sentAt”, which sets it right.
collect-problem-claimed = Kept as a claim
collect-problem-claimed-mend = A browser’s key is public, so nobody has to believe that this happened. Send orders and refunds from a server, with a server key. What calls itself a deed of Deedwell’s own is a claim from any key.
collect-problem-claim-of-known = A browser says that it is somebody whom we know
collect-problem-claim-of-known-mend = What it does is kept under the browser and changes nothing of that person. Let your server identify them, and the browser’s past comes along.
collect-problem-two-people = The address is another’s
collect-problem-two-people-mend = Another user has this address already, so it was left with them. Look at both people; perhaps they are one.
collect-problem-facts-too-large = Properties too large to be kept
collect-problem-facts-too-large-mend = The event counts, without its properties.
collect-problem-money-unreadable = An amount that cannot be read
collect-problem-money-unreadable-mend = The order counts, without its value. Amounts are numbers such as 59.97, currencies three letters such as GBP.

## Strictness, and what waits
collect-strict = The plan
collect-strict-lead = What to do with names that are not in the tracking plan
collect-strict-everything = Take everything
collect-strict-everything-what = Names that nobody has planned stand under imported, until somebody says what they mean.
collect-strict-mark = Take it and tell
collect-strict-mark-what = The same, and each such name stands under What was wrong.
collect-strict-hold = Hold it out
collect-strict-hold-what = It waits here for thirty days. Once its name is planned, you can take it in.
collect-strict-save = Keep to this
collect-consent = Consent
collect-consent-to = Take only what comes with consent to
collect-consent-what = The category as your consent banner calls it (context.consent.categoryPreferences). Of what comes without, nothing is kept but that it came. Empty takes everything.
collect-said-consent = From now on this source asks for consent like that.
collect-said-strictness = From now on this source keeps to the plan like that.
collect-held = { $n ->
    [one] One event waits
   *[other] {$count} events wait
}
collect-held-what = What is not in the plan waits here. Say what a name means, then take in what waits of it: it counts when it happened, and each once.
collect-held-take = Take in what was held
collect-said-taken-in = What is planned now was taken in.
collect-said-none-taken-in = None of these names is in the plan yet. Say what one means first.
collect-said-mended = Put away. If it happens again, it stands here again.
collect-mended = It is mended
collect-mend-line = A line that sends it right
collect-to-plan = Say what it means
collect-problem-held-out = Held out: not in the plan
collect-problem-held-out-mend = This source takes only what is planned. It waits at the source for thirty days: say what the name means and take it in, or send it under the name that was meant.
collect-problem-no-consent = No consent
collect-problem-no-consent-mend = This source takes only what comes with consent to its category. Nothing of the event was kept. Send the visitor’s choice as context.consent.categoryPreferences.
collect-problem-trait-left-out = A trait was left out
collect-problem-trait-left-out-mend = A trait’s key has at most 100 letters, its value 2,000 bytes, and somebody 300 traits. The rest of the event was taken.
collect-problem-held-full = Held out, and too much waits
collect-problem-held-full-mend = More than 100,000 events wait at this source. What came since then stands only in what was sent. Plan the names and take them in.
collect-problem-not-planned = Not in the plan
collect-problem-not-planned-mend = It was taken and stands under imported. Say what the name means, or send it under the name that was meant.
collect-problem-fact-missing = A fact is missing:
collect-problem-fact-missing-mend = The plan says that this event carries “{$fact}” ({$type}). The event was taken without it.
collect-problem-fact-wrong = A fact is not what it should be:
collect-problem-fact-wrong-mend = “{$fact}” is: {$type}, says your plan or else the specification. The event was taken as it came.

## The tracking plan
plan-title = Tracking plan
plan-lead = Every name that your programs send, and what it means here. Say what a name means, and it means so for the past, too; what was sent stays as it was.
plan-search = Name, kind, source or library
plan-names = Names
plan-name = Name
plan-means = Means
plan-actions = Actions
plan-people = People
plan-first-last = First – last
plan-first = First
plan-last = Last
plan-from = From
plan-never = Never sent yet
plan-meant-all = All
plan-meant-unknown = Nobody knows
plan-meant-unknown-what = Nobody has said what this name means.
plan-meant-own = Yours
plan-meant-own-what = You have said what this name means.
plan-meant-specified = Specification
plan-meant-specified-what = This name means the same everywhere. You can say which facts it has to carry.
plan-meant-claim = Claim
plan-meant-claim-what = It pretended to be something that only a server of yours, or Deedwell itself, may say. It is kept, and nothing reads it.
plan-as = The same as {$what}
plan-say = Say what it means
plan-none = Nothing was sent yet
plan-none-what = When the first event comes, its name stands here. The names of the specification mean something from the first day.
plan-no-match = No such name
plan-no-match-what = Nothing was found with these words.
plan-file = The plan as a file
plan-file-lead = It can live beside your programs, and be put back from there.
plan-file-get = Fetch plan.json
plan-file-text = A plan
plan-file-help = The contents of such a file. Your plan is then exactly what it says.
plan-file-put = Make this the plan
plan-file-sure = Put this plan in place of what there is?
plan-file-sure-what = Names that are not in the file lose their meaning. What was sent stays.
plan-said-file = The plan is what the file says.
plan-said-changed = So it is, for the past too.
plan-said-removed = Taken out. The name means what it meant before.
plan-meaning = What it means
plan-alike = Perhaps it is one of these:
plan-kind = Kind
plan-kind-help = One of the specification, such as products.viewed, or one of your own: an area and what was done, such as bookings.made.
plan-note = Note
plan-note-help = For your colleagues: when it is sent, and by what.
plan-facts = Facts that it carries
plan-facts-help = What is missing or of another sort is told under What was wrong; the event is taken all the same. Leave a name empty to take a fact out. Save to get more lines.
plan-fact-name = Fact {$what}
plan-fact-type = Sort
plan-fact-required = has to be there
plan-type-text = text
plan-type-number = number
plan-type-whole = whole number
plan-type-yes-no = yes or no
plan-type-money = money
plan-type-date = date
plan-type-list = list
plan-touches = This touches {$actions} of {$people}, past ones too.
plan-touches-none = Nothing was sent under this name yet; this is for what will come.
plan-n-actions = { $n ->
    [one] one action
   *[other] {$count} actions
}
plan-n-people = { $n ->
    [one] one person
   *[other] {$count} people
}
plan-of-visitors = { $n ->
    [one] One of them is of a visitor: as an order or the like it would stay a claim, for nobody has to believe it.
   *[other] {$count} of them are of visitors: as orders or the like they would stay claims, for nobody has to believe them.
}
plan-worth = Known value: {$what}.
plan-worth-none = None of them came with a value. What an event was worth is read when it comes and cannot be found out later.
plan-save = Save
plan-remove = Take it out of the plan
plan-remove-what = It then means what it meant before anybody planned it.
plan-seen = What came in
plan-held = { $n ->
    [one] One event of this name waits at its source.
   *[other] {$count} events of this name wait at their sources.
}
plan-history = Who changed what
plan-somebody = The command line
plan-detail-kind = kind
plan-detail-note = note
plan-detail-facts = facts
plan-detail-key = key
plan-spec = The specification
plan-spec-lead = The names of e-commerce, e-mail and mobile apps that the common libraries share. They mean the same here from the first day.
plan-spec-search = Name, kind or fact
plan-spec-more = Say which facts it has to carry here
plan-spec-facts = Facts of the specification
plan-spec-facts-none = The specification names no facts for it.
plan-servers-only = servers only
error-missing-name = There is no such name in the plan, and it cannot be planned.
error-plan-name-planned = This name is one of the specification and means the same everywhere. You may say which facts it carries.
error-plan-name-ours = This is the name of a deed of Deedwell’s own. It means what it says.
error-plan-kind-shape = A kind is an area and what was done, in small letters: bookings.made.
error-plan-kind-by-machines = That an e-mail arrived or was opened is said by machines. Send it under its name of the specification.
error-plan-kind-ours = This area is Deedwell’s own. Choose a kind of the specification, or an area of your own such as bookings.
error-plan-too-many-names = There are 500 names in the plan. Take out one that nobody sends any more.

## Kinds
kind-apps-backgrounded = put the app aside
kind-apps-crashed = saw the app crash
kind-apps-foregrounded = came back to the app
kind-apps-installed = installed the app
kind-apps-opened = opened the app
kind-apps-uninstalled = removed the app
kind-apps-updated = updated the app
kind-apps-install-attributed = came to the app by a campaign
kind-carts-shared = shared a basket
kind-carts-viewed = looked at the basket
kind-carts-product-added = put something into the basket
kind-carts-product-removed = took something out of the basket
kind-checkouts-started = went to the till
kind-checkouts-step-completed = finished a step at the till
kind-checkouts-step-viewed = came to a step at the till
kind-checkouts-payment-entered = entered how to pay
kind-coupons-applied = used a voucher
kind-coupons-denied = had a voucher refused
kind-coupons-entered = entered a voucher
kind-coupons-removed = took a voucher back
kind-links-clicked = followed a link into the app
kind-links-opened = opened the app by a link
kind-emails-bounced = could not be reached by e-mail
kind-emails-delivered = was sent an e-mail
kind-emails-link-clicked = followed a link in an e-mail
kind-emails-marked-as-spam = marked an e-mail as spam
kind-emails-opened = had an e-mail opened
kind-emails-unsubscribed = unsubscribed from e-mails
kind-orders-cancelled = cancelled an order
kind-orders-updated = changed an order
kind-products-clicked = clicked on a product
kind-products-list-filtered = narrowed a list of products
kind-products-list-viewed = looked through products
kind-products-reviewed = reviewed a product
kind-products-shared = shared a product
kind-products-viewed = looked at a product
kind-products-searched = searched for products
kind-promotions-clicked = followed an offer
kind-promotions-viewed = saw an offer
kind-pushes-bounced = could not be reached by a push
kind-pushes-received = received a push
kind-pushes-tapped = tapped a push
kind-wishlists-product-added = put something on the wish list
kind-wishlists-product-removed = took something off the wish list
kind-wishlists-product-moved = moved something from the wish list to the basket
kind-pages-viewed = looked at a page
kind-screens-viewed = looked at a screen of the app
kind-customers-identified = was named by one of your programs
kind-customers-aliased = is also known by another number
kind-accounts-joined = joined an account
kind-accounts-named = was named as a member of an account
kind-people-linked = signs turned out to be one person’s
kind-sources-opened = opened a source
kind-sources-described = gave a source another name or hosts
kind-sources-key-rotated = made a source a new key
kind-sources-old-keys-ended = ended the old key of a source
kind-sources-addresses-changed = changed how much a source keeps of addresses
kind-sources-closed = closed a source
kind-plan-changed = changed what names mean
kind-sources-consent-asked = changed to what a source asks for consent
kind-sources-strictness-changed = changed how strictly a source keeps to the plan
kind-sources-held-taken-in = took in what a source had held
collect-about = About this source
collect-unit-closed = A unit that is closed
collect-unit-from-now = Counts for what comes from now on.
collect-said-about = What it is called was kept.
plan-waits = Held until you say what they mean
plan-waits-what = A source that takes only what is planned holds these names outside the ledger. Say what a name means, then take in what waits on the source’s page.
