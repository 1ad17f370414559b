# Ideas as customers see them; also what the programme, its stages, deeds and refusals are called.
# Staff's pages have a file of their own.

ideas-name = Ideas
ideas-invitation = Say what would make it better. Others vote, and somebody who can decide answers, also when it is no.
ideas-somebody = Somebody
ideas-words-forgotten = These words were removed

## The board
ideas-heading = What should we do next?
ideas-lead = { $n ->
    [one] Say what would make it better. Others vote, somebody who can decide answers within a day, and what came of it stands here, also when it is no.
   *[other] Say what would make it better. Others vote, somebody who can decide answers within {$count} days, and what came of it stands here, also when it is no.
}
ideas-one-sentence = Your idea in one sentence
ideas-put-forward = Put it forward
ideas-same-idea = We look for the same idea while you type, so that votes are not split.
ideas-takes-none = No new ideas are taken here at present. You can still vote and comment.
ideas-ways = All about ideas
ideas-way-board = Ideas
ideas-way-roadmap = What is planned
ideas-way-changelog = What came of it
ideas-way-mine = My ideas and votes
ideas-boards = Boards
ideas-all-boards = All boards
ideas-board-closed = {$what} (closed)
ideas-search = Search ideas
ideas-search-go = Search
ideas-orders = In which order
ideas-order-random = In random order
ideas-order-random-why = Drawn by lot afresh each day, and begun at a place of your own, so that ideas at the top do not stay there because they are at the top.
ideas-order-hot = Wanted lately
ideas-order-hot-why = Each person who wants an idea counts once, and counts for less as time goes by: after a week for about a third.
ideas-order-top = Most wanted
ideas-order-top-why = Votes as a share of everybody who could have voted since the idea came, taken cautiously while they are few (the lower end of a 95 % Wilson interval).
ideas-order-new = Newest
ideas-order-new-why = The latest first.
ideas-states = How far they have come
ideas-all = All
ideas-waiting-ones = Waiting for an answer
ideas-answered-ones = Answered
ideas-tags = Tags
ideas-found = { $n ->
    [0] Nothing has these words.
    [one] One idea has these words.
   *[other] {$count} ideas have these words.
}
ideas-none-such = No ideas like that
ideas-none-such-what = Take a filter off, or look for fewer words.
ideas-show-all = Show all ideas
ideas-none-yet = No ideas yet
ideas-none-yet-what = Somebody has to be the first. One sentence is enough.
ideas-no-board = No board is open yet. Please come back later.
ideas-feed-title = New ideas and our answers
ideas-feed-answer = Answered: {$what}

## How an idea stands
ideas-stage-submitted = new
ideas-stage-under-review = being looked at
ideas-stage-needs-info = a question is open
ideas-stage-planned = planned
ideas-stage-in-progress = in the works
ideas-stage-shipped = shipped
ideas-stage-measured = measured
ideas-stage-not-now = not now
ideas-stage-declined = no
ideas-stage-withdrawn = taken back
ideas-stage-spam = removed
ideas-stage-merged = merged
ideas-step-submitted = Put forward
ideas-badge-waiting = {$stage}, answer by {$day}
ideas-badge-overdue = {$stage}, answer was due {$day}
ideas-badge-held = not public yet
ideas-how-far = How far it has come
ideas-again-on = We look at it again on {$what}.

## Votes
ideas-votes = { $n ->
    [one] One vote
   *[other] {$count} votes
}
ideas-votes-word = { $n ->
    [one] vote
   *[other] votes
}
ideas-has-bought = has bought here
ideas-vote-given = yours in
ideas-vote-own = your idea
ideas-vote-label = {$votes}: vote for {$title}
ideas-vote-label-given = {$count} yours in: take your vote back from {$title}
ideas-vote-label-door = {$votes}: sign in to vote for {$title}
ideas-vote-label-own = {$votes} for your own idea: {$title}
ideas-vote-label-counted = {$count} yours in, as an idea of yours was merged: {$title}
ideas-vote-label-closed = {$votes}: {$title}
ideas-who-wants-it = Who wants it
ideas-nobody-else-yet = Nobody else yet.
ideas-and-more = and {$count} more
ideas-customers = Customers
ideas-visitors = Visitors
ideas-you-are-told = What becomes of it stands under “My ideas and votes”.
ideas-follow = Follow what becomes of it
ideas-unfollow = Follow it no more

## Do we answer?
ideas-do-we-answer = Do we answer?
ideas-of-hundred-in-time = of 100 in time
ideas-answered-label = {$share} of 100 ideas answered in time, interval {$range}, of {$n} ideas
ideas-answered-range = {$what} of 100
ideas-answered-of = { $n ->
    [one] one idea within a year
   *[other] {$count} ideas within a year
}
ideas-answered-median = half of them within {$what}
ideas-answered-no-median = more than half still wait
ideas-too-few = too few to say
ideas-answered-too-few = { $n ->
    [0] No promise has fallen due within a year.
    [one] One promise has fallen due within a year.
   *[other] {$count} promises have fallen due within a year.
}
ideas-promise = { $n ->
    [one] We promise a first answer within a day.
   *[other] We promise a first answer within {$count} days.
}
ideas-unanswered-count = Unanswered ideas are counted too.
ideas-became = What became of them
ideas-became-put-forward = Put forward
ideas-became-answered = Answered
ideas-became-planned = Planned or in the works
ideas-became-shipped = Shipped
ideas-became-no = Said no, with the reason
ideas-became-removed = Removed, reasons public
ideas-rules = Rules of the house
ideas-rule-one-vote = One person, one vote for an idea.
ideas-rule-apart = Customers and visitors are counted apart.
ideas-rule-staff = Staff may write, not vote.
ideas-rule-no = A no has a reason, and a day on which we look again.
ideas-rule-removed = What we remove is listed, with the reason.

## Putting forward
ideas-new = Put an idea forward
ideas-new-lead = One sentence says what, a few more say why. You can change your words until somebody has answered.
ideas-field-board = Where does it belong?
ideas-choose-board = Please choose
ideas-field-title = Your idea in one sentence
ideas-field-title-help = What should be different, in up to 90 characters.
ideas-field-body = Why, and for whom?
ideas-field-body-help = What happened to you, and what would have helped. You may leave it empty.
ideas-field-tags = Tags
ideas-field-tags-help = Up to five, separated by commas. You may leave it empty.
ideas-shown-with-name = Everybody can read it, with the name that you give under “My part”.
ideas-similar = { $n ->
    [one] One idea sounds much like it
   *[other] {$count} ideas sound much like it
}
ideas-similar-what = If one of them says it, your vote there counts for more.
ideas-similar-confirm = If one of them says it, please vote for that one. If yours is another, put it forward: nothing you wrote is lost.
ideas-put-forward-anyway = Mine is another: put it forward
ideas-keep = Keep these words
ideas-edit = Change my words
ideas-edited = changed
ideas-withdraw = Take it back
ideas-withdraw-sure = Take this idea back?
ideas-withdraw-sure-what = Nobody will see it any more. You can put it forward afresh.
ideas-held = We look at new ideas before everybody can see them. Until then only you can read this one.
ideas-withdrawn-note = You have taken this idea back. Only you can read it.

## What we said
ideas-official = official answer
ideas-corrected = { $n ->
    [one] corrected on
   *[other] corrected {$count} times, last on
}
ideas-why-not = Why not
ideas-evidence = What shows it:
ideas-merged-note = This idea was merged into another, which speaks for it. All votes count there, each person once.
ideas-merged-on = merged
ideas-to-the-root = { $n ->
    [one] Go there: one vote
   *[other] Go there: {$count} votes
}
ideas-speaks-for = { $n ->
    [one] It also speaks for
   *[other] It also speaks for {$count} ideas
}
ideas-like-this = Like this one

## Talking
ideas-comments = { $n ->
    [0] No comments
    [one] One comment
   *[other] {$count} comments
}
ideas-thanks = { $n ->
    [0] thank
    [one] one thanks
   *[other] {$count} thanks
}
ideas-thanks-yours = yours in
ideas-reply = Reply
ideas-your-reply = Your reply
ideas-add-to-it = Add to it
ideas-comment-placeholder = What would make it better, or what have we missed?
ideas-comment-help-nameless = You have given no name, so it says “Somebody”. You can take it back for as long as nobody has replied.
ideas-comment-help = Shown under the name {$what}. You can take it back for as long as nobody has replied.
ideas-post = Post
ideas-sign-in-to-comment = Sign in to comment
ideas-comment-withdraw = Take it back
ideas-comment-withdraw-sure = Take this comment back?
ideas-taken-away = Taken away by us: {$what}

## What is planned, what came of it, what was removed
ideas-roadmap-lead = What we have said yes to, and how far it is. The most wanted stand first.
ideas-roadmap-empty = Nothing is planned yet
ideas-roadmap-empty-what = When we say yes to an idea, it stands here.
ideas-column-empty = Nothing at present.
ideas-changelog-heading = You asked
ideas-changelog-lead = What is there because somebody asked for it.
ideas-changelog-feed-title = What came of ideas
ideas-changelog-empty = Nothing released yet
ideas-changelog-empty-what = What ships is told here, with the ideas it came from.
ideas-you-asked = Asked for by
ideas-wished-by = { $n ->
    [one] one vote
   *[other] {$count} votes
}
ideas-removed = What was removed, and why
ideas-removed-lead = Ideas and comments that we took from public view, each with the reason. The words themselves are not repeated.
ideas-removed-none = Nothing was removed
ideas-removed-none-what = When we take something away, the reason stands here.
ideas-removed-idea = an idea
ideas-removed-comment = a comment
ideas-removed-by = by {$what}
ideas-restored = put back

## My part
ideas-mine-lead = What you put forward, what you voted for, what you follow, what you said, and what came of it. Only you see this page.
ideas-mine-none = Nothing of yours yet
ideas-mine-none-what = Vote for something you want, or put an idea forward.
ideas-mine-ideas = { $n ->
    [0] No ideas of yours yet
    [one] Your idea
   *[other] Your {$count} ideas
}
ideas-mine-votes = { $n ->
    [0] No votes of yours yet
    [one] You voted for one idea
   *[other] You voted for {$count} ideas
}
ideas-mine-follows = { $n ->
    [one] You follow one more idea
   *[other] You follow {$count} more ideas
}
ideas-mine-comments = { $n ->
    [0] No comments of yours yet
    [one] Your comment
   *[other] Your {$count} comments
}
ideas-mine-thanks = { $n ->
    [0] Nobody has thanked for them yet.
    [one] One person has thanked for them.
   *[other] {$count} thanks for them.
}

## What was just done
ideas-said-put-forward = Put forward. What comes of it stands under “My ideas and votes”.
ideas-said-held = Thank you. We look at new ideas before everybody can see them.
ideas-said-edited = Your new words are kept.
ideas-said-withdrawn = You have taken your idea back.
ideas-said-follow = What becomes of it stands under “My ideas and votes” from now on.
ideas-said-unfollow = You follow it no more.
ideas-said-commented = Your comment is there.
ideas-said-thanked = Your thanks are counted.
ideas-said-comment-withdrawn = You have taken your comment back.

## What waits for staff
ideas-waiting-votes = { $n ->
    [0] Idea without a vote so far.
    [one] Idea with one vote.
   *[other] Idea with {$count} votes.
}
ideas-waiting-revisit = { $n ->
    [one] We said no, and promised to look again by now. One vote.
   *[other] We said no, and promised to look again by now. {$count} votes.
}
ideas-waiting-held = Held: only its author can read it until somebody has looked.
ideas-waiting-answer = Answer
ideas-waiting-look = Look again
ideas-waiting-clear = Look

## What could not be used
ideas-wrong-title = Please give your idea a title of up to 90 characters.
ideas-wrong-body = Please write something, not longer than this field takes.
ideas-wrong-tags = At most five tags of up to 30 characters, please.
ideas-wrong-board = Please choose a board. Only those listed take new ideas.
ideas-too-many = That is a lot at once. Please try again later; your words are kept below.

## Refusals, by their codes
error-ideas-already-answered = This idea has been answered, so its words stay as they are. You can add a comment.
error-ideas-board-closed = This board takes no new ideas any more. Please choose another.
error-ideas-comment-answered = Somebody has replied to this comment, so it stays. You can reply to say more.
error-ideas-comments-closed = Its author has taken this idea back, so it takes no comments.
error-ideas-holds-others = Other people's ideas were merged into this one. They must be taken out again first.
error-ideas-is-merged = This idea was merged into another, which now speaks for it. Please go to that one.
error-ideas-on-hold = We are still looking at this idea before everybody can see it.
error-ideas-own-comment = This comment is your own.
error-ideas-own-idea = This idea is already yours.
error-ideas-reply-to-reply = Replies go one step deep. Please reply to the comment above it.
error-ideas-too-late = This idea has been decided on and can no longer be taken back.
error-ideas-voting-closed = This idea takes no votes any more. What was given counts.

## What happened, in lists
kind-ideas-put-forward = put forward an idea
kind-ideas-edited = changed the words of an idea
kind-ideas-withdrawn = took an idea back
kind-ideas-voted = voted for an idea
kind-ideas-vote-withdrawn = took a vote back from an idea
kind-ideas-followed = follows an idea
kind-ideas-unfollowed = follows an idea no longer
kind-ideas-commented = commented on an idea
kind-ideas-comment-withdrawn = took a comment back
kind-ideas-thanked = thanked for a comment
kind-ideas-commented-by-staff = commented on an idea for us
kind-ideas-noted = wrote a note on an idea
kind-ideas-comment-removed = removed a comment
kind-ideas-comment-restored = put a comment back
kind-ideas-answered = answered an idea officially
kind-ideas-answer-corrected = corrected an official answer
kind-ideas-moved = moved an idea on
kind-ideas-decided = decided on an idea
kind-ideas-delivered = shipped an idea
kind-ideas-measured = measured what an idea brought
kind-ideas-revisited = looked at a no again
kind-ideas-evaluated = graded an idea
kind-ideas-merged = merged an idea into another
kind-ideas-unmerged = took a merged idea out again
kind-ideas-held = held an idea
kind-ideas-marked-spam = marked an idea as spam
kind-ideas-cleared = cleared an idea
kind-ideas-tagged = tagged an idea
kind-ideas-board-changed = moved an idea to another board
kind-ideas-board-opened = opened a board
kind-ideas-board-edited = changed a board
kind-ideas-board-closed = closed a board
kind-ideas-board-reopened = reopened a board
kind-ideas-settings-changed = changed what ideas are promised
kind-ideas-stage-changed = changed a stage
kind-ideas-moves-changed = changed which moves there are
kind-ideas-list-exported = took a list of ideas as a file
kind-ideas-released = told what came of an idea
kind-ideas-credited = said whose merit an idea is
kind-ideas-earned = booked what an idea earned
kind-ideas-saved = booked what an idea saved
kind-ideas-cost-booked = booked what an idea cost

## On My part
ideas-panel = Your ideas
ideas-panel-more = All that you put forward, voted for and said
ideas-panel-votes = Votes for others’ ideas
ideas-panel-thanks = Thanks for your comments

told-ideas-delivered = “{ $title }” is here
told-ideas-measured = What came of “{ $title }” was measured
told-ideas-answered = “{ $title }” was answered
told-ideas-answer-corrected = The answer to “{ $title }” was corrected
told-ideas-merged = “{ $title }” now stands together with another idea
told-ideas-moved = “{ $title }” has come further
told-ideas-commented-by-staff = We wrote a comment on “{ $title }”
told-ideas-comment-removed = A comment of yours on “{ $title }” was removed; the reason stands there
told-ideas-comment-restored = A comment of yours on “{ $title }” stands again
told-ideas-thanked = You were thanked for what you wrote on “{ $title }”
