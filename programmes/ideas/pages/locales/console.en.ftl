# What staff read: triage, the desk of an idea, boards, settings, releases.

## Everywhere
ideas-staff-title = Ideas
ideas-staff-somebody = Somebody
ideas-staff-save = Save
ideas-staff-change = Change
ideas-staff-find = Find
ideas-staff-undo = Undo
ideas-staff-votes = { $n ->
    [0] No votes
    [one] One vote
   *[other] {$count} votes
}
ideas-staff-votes-word = votes
ideas-staff-by-customers = { $n ->
    [one] one customer
   *[other] {$count} customers
}
ideas-staff-apart = Counted apart
ideas-staff-apart-more = +{$what}
ideas-staff-by-apart = { $n ->
    [one] +1 counted apart
   *[other] +{$count} counted apart
}
ideas-staff-by-visitors = { $n ->
    [one] one visitor
   *[other] {$count} visitors
}
ideas-staff-revisit-on = look again on {$what}

## The clock
ideas-staff-day-of = day {$day} of {$of}
ideas-staff-overdue-today = past promise since today
ideas-staff-overdue = { $n ->
    [one] one day late
   *[other] {$count} days late
}
ideas-staff-answered-in = answered in {$what}
ideas-staff-answered-late = answered late, in {$what}
ideas-staff-clock-stopped = nobody waits

## The list
ideas-staff-lead-none = Nobody has put an idea forward yet.
ideas-staff-lead-done = Every idea has its first answer.
ideas-staff-lead-waiting = { $n ->
    [one] One idea is waiting for its first answer.
   *[other] {$count} ideas are waiting for their first answer.
}
ideas-staff-lead-late = { $n ->
    [one] One is past our promise.
   *[other] {$count} are past our promise.
}
ideas-staff-lead-soon = { $n ->
    [one] One falls due within three days.
   *[other] {$count} fall due within three days.
}
ideas-staff-tabs = Which ideas
ideas-staff-tab-waiting = Waiting
ideas-staff-tab-held = Held back
ideas-staff-tab-revisit = Revisit due
ideas-staff-tab-ungraded = Ungraded
ideas-staff-tab-spam = Spam
ideas-staff-tab-all = All
ideas-staff-search = Search
ideas-staff-search-hint = Words of the title or the text
ideas-staff-board = Board
ideas-staff-unit = Unit
ideas-staff-stage = Stage
ideas-staff-tag = Tag
ideas-staff-sort = Order
ideas-staff-any-board = Any board
ideas-staff-any-unit = Any unit
ideas-staff-any-stage = Any stage
ideas-staff-any-tag = Any tag
ideas-staff-sort-due = Soonest promise first
ideas-staff-sort-new = Newest first
ideas-staff-sort-old = Oldest first
ideas-staff-sort-votes = Most votes first
ideas-staff-sort-comments = Most comments first
ideas-staff-sort-grade = Best grade first
ideas-staff-sort-title = By title
ideas-staff-show = Show
ideas-staff-found = { $n ->
    [one] One idea:
   *[other] {$count} ideas:
}
ideas-staff-filters-off = Take the filters off
ideas-staff-head-due = Promise
ideas-staff-head-new = Age
ideas-staff-head-votes = Votes
ideas-staff-head-comments = Comments
ideas-staff-head-grade = Grade
ideas-staff-head-title = Idea
ideas-staff-choose = Choose
ideas-staff-choose-one = Choose {$what}
ideas-staff-is-held = held back
ideas-staff-grade-of = {$what} of 5
ideas-staff-export = Export
ideas-staff-releases = Releases
ideas-staff-boards = Boards
ideas-staff-settings = Promise, stages, moves
ideas-staff-no-board = No board is open yet
ideas-staff-no-board-what = A board holds the ideas about one thing: the shop, the workshop, the trips. Open one, and customers can write.
ideas-staff-no-board-do = Open a board
ideas-staff-none = No ideas yet
ideas-staff-none-what = Ask one question where people already are: on the receipt, in the workshop text, at the till.
ideas-staff-none-do = See the page they would land on
ideas-staff-no-match = No idea like this
ideas-staff-no-match-what = Take a filter off, or look among all of them.
ideas-staff-empty-waiting = Nobody is waiting
ideas-staff-empty-waiting-what = Each idea has its first answer. New ones come here, soonest promise first.
ideas-staff-empty-held = Nothing is held back
ideas-staff-empty-held-what = What one of us took from view, and new ideas where they are moderated, wait here until somebody has looked.
ideas-staff-empty-revisit = No day has come
ideas-staff-empty-revisit-what = A no comes back here on the day on which we said we would look again.
ideas-staff-empty-ungraded = Everything is graded
ideas-staff-empty-ungraded-what = Ideas that nobody has graded stand here.
ideas-staff-empty-spam = No spam
ideas-staff-empty-spam-what = What was marked as spam stays here and can be shown again.
ideas-staff-empty-all = No ideas
ideas-staff-empty-all-what = What customers put forward stands here.
ideas-staff-bulk = With those chosen
ideas-staff-bulk-tag = Tag
ideas-staff-bulk-tag-on = Add tag
ideas-staff-bulk-tag-off = Take tag off
ideas-staff-bulk-reason = Why it is spam
ideas-staff-bulk-spam = Mark as spam
ideas-staff-done-tag-one = One idea now has the tag {$what}.
ideas-staff-done-tag-many = {$count} ideas now have the tag {$what}.
ideas-staff-done-untag-one = One idea no longer has the tag {$what}.
ideas-staff-done-untag-many = {$count} ideas no longer have the tag {$what}.
ideas-staff-done-spam-one = One idea is marked as spam.
ideas-staff-done-spam-many = {$count} ideas are marked as spam.
ideas-staff-said-nothing = That was so already.
ideas-staff-said-undone = Undone.

## The desk
ideas-staff-on-site = As customers see it
ideas-staff-words = What was put forward
ideas-staff-edited = changed
ideas-staff-no-body = The title says it all; there is no more text.
ideas-staff-is-merged = Merged. Another idea speaks for it:
ideas-staff-unmerge = Take out again
ideas-staff-held-stands = Held back.
ideas-staff-before-held = Until it was changed it said:
ideas-staff-said-until = It said:
ideas-staff-held-new = New and changed ideas wait here until one of us has looked.
ideas-staff-spam-stands = Marked as spam.
ideas-staff-clear = Show again
ideas-staff-answering = Answer
ideas-staff-answering-what = { $n ->
    [0] Its author wants to know.
    [one] Its author and one more person want to know.
   *[other] Its author and {$count} others want to know.
}
ideas-staff-answer-text = What we say
ideas-staff-answer-help = Everybody can read it, under your name. The first answer keeps our promise.
ideas-staff-answer-stage = Where it goes from here
ideas-staff-stay = Stays “{$what}”
ideas-staff-needs-no = Needs a reason that everybody can read, and a day on which we look again.
ideas-staff-needs-evidence = Needs something that shows it.
ideas-staff-reason = Why not
ideas-staff-reason-help = One honest sentence or two. Without an answer above, this is the answer.
ideas-staff-revisit = We look again on
ideas-staff-revisit-help = After today, within five years.
ideas-staff-evidence = What shows that it is there
ideas-staff-evidence-help = A sentence or a link.
ideas-staff-answer-do = Answer
ideas-staff-said-answered = Answered.
ideas-staff-move-refused = An idea that is “{$from}” cannot become “{$to}”.
ideas-staff-move-instead = It can become {$what}.
ideas-staff-move-none = Nothing follows from here.
ideas-staff-answers = What we said
ideas-staff-corrected = { $n ->
    [one] corrected once
   *[other] corrected {$count} times
}
ideas-staff-correct = Correct it
ideas-staff-correct-words = Better words
ideas-staff-correct-do = Save the correction
ideas-staff-said-before = Before it was corrected:
ideas-staff-said-corrected = Corrected. What was said before is kept.
ideas-staff-comments = Comments
ideas-staff-comments-none = Nobody has said anything below it yet.
ideas-staff-thanks = { $n ->
    [one] one thank-you
   *[other] {$count} thank-yous
}
ideas-staff-made-on = said of “{$what}”
ideas-staff-hidden = hidden
ideas-staff-restore = Show again
ideas-staff-hide = Hide
ideas-staff-hide-why = Why, for everybody to read
ideas-staff-hide-do = Hide it
ideas-staff-comment = Say something below it
ideas-staff-comment-help = Everybody can read it. It is no official answer: the clock goes on.
ideas-staff-comment-do = Comment
ideas-staff-said-commented = Said.
ideas-staff-said-hidden = Hidden. The reason is public.
ideas-staff-said-restored = Shown again.
ideas-staff-notes = Notes among us
ideas-staff-notes-what = Customers never see these.
ideas-staff-note = A note for colleagues
ideas-staff-note-do = Keep the note
ideas-staff-said-noted = Noted.
ideas-staff-history = How it came here
ideas-staff-put-forward = {$what} put it forward
ideas-staff-moved = {$who}: {$from} → {$to}
ideas-staff-looked-again = {$who} looked again: still {$to}
ideas-staff-customers = by customers
ideas-staff-visitors = by visitors
ideas-staff-recorded = Recorded by us
ideas-staff-due = First answer promised by
ideas-staff-on-behalf = Vote for somebody
ideas-staff-grading = Grade
ideas-staff-grade = How good is it for us?
ideas-staff-grade-none = Not graded
ideas-staff-grade-1 = 1, poor
ideas-staff-grade-2 = 2, weak
ideas-staff-grade-3 = 3, fair
ideas-staff-grade-4 = 4, good
ideas-staff-grade-5 = 5, excellent
ideas-staff-grade-note = Why, for colleagues
ideas-staff-grade-do = Grade
ideas-staff-grades = { $n ->
    [one] One grade
   *[other] {$count} grades
}
ideas-staff-place = Where it belongs
ideas-staff-tags = Tags
ideas-staff-tags-help = Parted by commas, five at most.
ideas-staff-tags-do = Save tags
ideas-staff-board-do = Move it there
ideas-staff-removal = Take from view
ideas-staff-removal-why = Why
ideas-staff-removal-help = The reason is public. Nothing is deleted.
ideas-staff-hold = Hold back
ideas-staff-spam = It is spam
ideas-staff-said-held = Held back.
ideas-staff-said-spam = Marked as spam. It can be shown again.
ideas-staff-said-cleared = Shown again, where it stood.
ideas-staff-came = What came of it
ideas-staff-draft = draft
ideas-staff-unreleased = It shipped, and no release says so yet.

## Merging
ideas-staff-merging = Merging
ideas-staff-merged-by = merged by {$what}
ideas-staff-similar = Ideas that sound alike
ideas-staff-merge-into = Merge into another
ideas-staff-merge-title = Merge into another idea
ideas-staff-merge-what = The other one speaks for both from then on. Each person counts once. Comments stay where they were made. It can be taken apart again exactly.
ideas-staff-merge-found = Found
ideas-staff-merge-none = Nothing like it
ideas-staff-merge-none-what = Search for other words: those of the other title.
ideas-staff-merge-look = Look
ideas-staff-preview = Merge these two?
ideas-staff-preview-from = This one is spoken for
ideas-staff-preview-into = This one speaks for both
ideas-staff-preview-undo = Its author counts as one who wants it; the author of the one that speaks is not counted. Taken out again, everything is as before.
ideas-staff-together = { $n ->
    [one] Together, one person wants it,
   *[other] Together, {$count} different people want it,
}
ideas-staff-together-customers = {$what} of them customers.
ideas-staff-both = { $n ->
    [0] Nobody is among both.
    [one] One person is among both and counts once.
   *[other] {$count} people are among both and count once.
}
ideas-staff-merge-do = Merge
ideas-staff-said-merged = Merged. This one speaks for both.
ideas-staff-said-unmerged = Taken out again, where it stood.

## Votes for others
ideas-staff-on-behalf-what = Somebody told us, by telephone or in the shop, that they want this. Write down what they said: they can take it back, and so can we.
ideas-staff-who = Who said so?
ideas-staff-people-search = Name, e-mail address, number
ideas-staff-people-found = Who it was
ideas-staff-people-none = Nobody by that name. You can add them by their e-mail address.
ideas-staff-people-new = Somebody we do not know yet
ideas-staff-email = E-mail address
ideas-staff-name = Name
ideas-staff-heard-on = Where
ideas-staff-heard = What they said
ideas-staff-heard-help = In their words, so that a colleague can check it.
ideas-staff-vote-do = Record the vote
ideas-staff-votes-closed = No more votes
ideas-staff-votes-closed-what = As this idea stands, nobody can vote for it.
ideas-staff-recorded-none = None recorded
ideas-staff-recorded-none-what = Votes that we wrote down for somebody stand here, with what was said.
ideas-staff-revoke = Revoke
ideas-staff-said-voted = Recorded.
ideas-staff-said-voted-before = They were counted already. Nothing changed.
ideas-staff-said-revoked = Revoked.

## Money
ideas-staff-money = Money
ideas-staff-money-title = What it brought
ideas-staff-money-what = Costs once it is planned, earnings and savings once it has shipped. Nothing is erased: an entry is taken back by another.
ideas-staff-totals = Together
ideas-staff-totals-none = Nothing is booked yet.
ideas-staff-totals-apart = Measured and claimed amounts are never added up.
ideas-staff-entries = Entries
ideas-staff-entry-kind = What
ideas-staff-entry-note = Where the figure comes from
ideas-staff-entry-note-help = So that somebody else can follow it.
ideas-staff-entry-by = By
ideas-staff-money-earned = Earned
ideas-staff-money-saved = Saved
ideas-staff-money-cost = Cost
ideas-staff-amount = Amount
ideas-staff-amount-help = Exactly, such as 1204.50.
ideas-staff-currency = Currency
ideas-staff-basis = How it is known
ideas-staff-basis-experiment = experiment
ideas-staff-basis-experiment-help = A randomised comparison.
ideas-staff-basis-matched = matched
ideas-staff-basis-matched-help = Compared with like customers who were not concerned.
ideas-staff-basis-claimed = claimed
ideas-staff-basis-claimed-help = Somebody says so.
ideas-staff-counter = counter-entry
ideas-staff-taken-back = taken back
ideas-staff-take-back = Take back
ideas-staff-take-back-why = Why
ideas-staff-take-back-do = Take back
ideas-staff-book = Book an amount
ideas-staff-book-do = Book
ideas-staff-said-booked = Booked.
ideas-staff-said-taken-back = Taken back by a counter-entry.
ideas-staff-credit = Whose merit it is
ideas-staff-credit-what = Shares in percent, together 100. Unless you say otherwise, the authors share equally.
ideas-staff-credit-do = Save shares
ideas-staff-credit-find = Share it with somebody else
ideas-staff-credit-add = Add

## Boards
ideas-staff-boards-what = Where ideas of one subject stand together.
ideas-staff-boards-all = All boards
ideas-staff-boards-none = No board yet
ideas-staff-boards-none-what = Customers can put ideas forward once there is a board.
ideas-staff-closed = closed
ideas-staff-board-add = Add a board
ideas-staff-board-name = Name
ideas-staff-board-key = Key
ideas-staff-board-key-help = Small letters, digits and hyphens, for addresses: opening-hours.
ideas-staff-board-intro = What it is for
ideas-staff-board-intro-help = Customers read it above the list.
ideas-staff-board-place = Place
ideas-staff-board-place-help = A small number stands first.
ideas-staff-unit-none = The whole organisation
ideas-staff-board-end = An end to it
ideas-staff-board-close-what = A closed board takes no new ideas. Those it has are still discussed and answered.
ideas-staff-board-close = Close the board
ideas-staff-board-reopen-what = It takes no new ideas now.
ideas-staff-board-reopen = Open it again
ideas-staff-said-closed = Closed.
ideas-staff-said-reopened = Open again.

## Settings
ideas-staff-settings-what = What we promise, what stages are called, and how ideas may move.
ideas-staff-promise = Promise
ideas-staff-promise-days = First answer within so many days
ideas-staff-promise-help = It holds for ideas put forward from now on.
ideas-staff-moderated = Look at new ideas first
ideas-staff-moderated-help = Nobody else sees an idea until one of us has cleared it.
ideas-staff-stages = Stages
ideas-staff-stage-ours = Ours
ideas-staff-stage-label = Your word
ideas-staff-stage-used = Used
ideas-staff-stage-there = Ideas
ideas-staff-stage-always = always
ideas-staff-stage-label-of = Your word for “{$what}”
ideas-staff-stage-used-of = Use “{$what}”
ideas-staff-moves = Moves
ideas-staff-moves-what = From the stage on the left to the one above. Withdrawing, spam and merging have their own ways.
ideas-staff-moves-from = From
ideas-staff-move-words = From “{$from}” to “{$to}”
ideas-staff-moves-reset = Back to ours
ideas-staff-moves-reset-sure = Allow all of our moves again?
ideas-staff-said-moves-reset = Our moves hold again.

## Releases
ideas-staff-releases-what = You asked, here it is: what customers read of what has shipped.
ideas-staff-release-write = Write a release
ideas-staff-release-title = Title
ideas-staff-release-body = What is new
ideas-staff-release-ideas = The ideas it came from
ideas-staff-release-none-shipped = Nothing has shipped yet. Move an idea to “Shipped” first.
ideas-staff-release-publish = Publish
ideas-staff-release-draft = Keep as a draft
ideas-staff-drafts = Drafts
ideas-staff-published = Published
ideas-staff-published-none = Nothing published yet
ideas-staff-published-none-what = Tell customers what came of their ideas: it is why they have more.
ideas-staff-said-published = Published.
ideas-staff-said-drafted = Kept as a draft.

## What was wrong, where a rule speaks English only
ideas-staff-wrong-text = Please write an answer, or choose where the idea goes from here.
ideas-staff-wrong-reason = Please give a reason that everybody can read, in at most 500 characters.
ideas-staff-wrong-revisit-on = Please say when we look at it again: after today, within five years.
ideas-staff-wrong-evidence = What shows that it is there? Please give a sentence or a link.
ideas-staff-wrong-stage = There is no such stage.
ideas-staff-wrong-body = Please write something, in at most 2,000 characters.
ideas-staff-wrong-note = Please write it down, in at most 1,000 characters.
ideas-staff-wrong-tags = Please give at most five tags of at most 30 characters.
ideas-staff-wrong-grade = A grade is a number from 1 to 5.
ideas-staff-wrong-idea = Please choose at least one idea.
ideas-staff-wrong-person = Please choose who it was.
ideas-staff-wrong-email = That is no e-mail address.
ideas-staff-wrong-name = Please give a name that is not too long.
ideas-staff-wrong-channel = Please say where it was.
ideas-staff-wrong-kind = Please choose what was booked.
ideas-staff-wrong-basis = Please say how the amount is known.
ideas-staff-wrong-amount = An amount is above nought; costs are, too.
ideas-staff-wrong-value = An amount is a number such as 11.77.
ideas-staff-wrong-shares = Shares are above nought, each person has one, and together they are 100 percent.
ideas-staff-wrong-key = Please give a key of small letters, digits and hyphens that no other board has.
ideas-staff-wrong-intro = Please keep it to 500 characters.
ideas-staff-wrong-place = Please write a whole number.
ideas-staff-wrong-promise-days = A first answer is promised within 1 to 365 days.
ideas-staff-wrong-label = Please give the stage a name of at most 30 characters.
ideas-staff-wrong-moves = Without any move no idea could be answered. Please allow some, or go back to ours.
ideas-staff-wrong-title = Please give a title of at most 90 characters.
ideas-staff-wrong-ideas = A release speaks of at most 50 ideas.

## Stages, as staff speak of them
ideas-staff-stage-submitted = Submitted
ideas-staff-stage-under-review = Under review
ideas-staff-stage-needs-info = More needed
ideas-staff-stage-planned = Planned
ideas-staff-stage-in-progress = In progress
ideas-staff-stage-shipped = Shipped
ideas-staff-stage-measured = Measured
ideas-staff-stage-not-now = Not now
ideas-staff-stage-declined = Declined
ideas-staff-stage-withdrawn = Withdrawn
ideas-staff-stage-spam = Spam
ideas-staff-stage-merged = Merged

## What rules refuse staff
error-ideas-counter-entry = This is itself a counter-entry. Please book the amount anew instead.
error-ideas-is-spam = This idea is marked as spam. Please show it again first.
error-ideas-merge-circle = That idea was merged into this one. Take it out first, then merge the other way.
error-ideas-merge-itself = An idea cannot be merged into itself.
error-ideas-merge-target = That idea was itself merged into another. Please merge into that one.
error-ideas-not-held = This idea is neither held nor spam.
error-ideas-not-hidden = This comment is not hidden.
error-ideas-not-merged = This idea is not merged into another.
error-ideas-not-public = Only public ideas are merged; one of these is held, withdrawn or spam.
error-ideas-published = This release has been published already.
error-ideas-taken-back = This entry has been taken back already.
error-ideas-too-early = Costs are booked once an idea is planned, what it earned or saved once it has shipped.
error-ideas-vote-in-person = This customer voted in person; only they can take that back.
error-ideas-was-withdrawn = Its author has taken this idea back; nobody waits for an answer.
ideas-staff-also = { $name }, for others { $shown }
ideas-review-what = Idea
