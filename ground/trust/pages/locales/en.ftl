## Trust: what is counted apart
trust-name = Counted apart
trust-lead = Where several accounts look like one person, what they give is counted apart until you decide. Nothing is deleted.
trust-tabs = What was decided
trust-apart = Counted apart
trust-none = Nothing here
trust-none-what = As soon as several accounts look like one person, they stand here with the reasons.
trust-something = Something that is no longer there
trust-all-of-theirs = All that somebody gives
trust-somebody = Somebody without a name
trust-by-hand = Counted apart by a colleague:
trust-appealed = says it is wrong
trust-cut = The first 200 are shown. Decide on some, and the next follow.
trust-people = { $n ->
    [one] One person
   *[other] {$count} people
}
trust-things = { $n ->
    [one] one thing
   *[other] {$count} things
}
trust-decide = Decide
trust-decide-all = { $n ->
    [one] Decide on one person
   *[other] Decide on all {$count} together
}
trust-why = Why?
trust-why-help = The customer reads it.
trust-why-all-help = Each of them reads it.
trust-uphold = Keep it apart
trust-lift = Count it again
trust-stage-open = To be decided
trust-stage-upheld = Stays apart
trust-stage-lifted = Counts again

trust-how = How it works
trust-how-deleted = Nothing is deleted. What is lifted counts again as if nothing had been.
trust-how-minute = Lists follow within a minute of your decision.
trust-how-prints = You see which kind of sign ties how many, never an address or a card: only prints of them are kept.
trust-how-family = Two may be a couple, so three are needed; an office behind one address is left in peace. Real orders speak for people.

## Why
trust-sign-browser = { $n ->
    [one] One of them uses the same browser.
   *[other] {$count} of them use the same browser.
}
trust-sign-payment = { $n ->
    [one] One of them pays with the same card.
   *[other] {$count} of them pay with the same card.
}
trust-sign-mailbox = { $n ->
    [one] The address of one of them reaches the same mailbox.
   *[other] The addresses of {$count} of them reach the same mailbox.
}
trust-sign-household = { $n ->
    [one] One of them belongs to the same household.
   *[other] {$count} of them belong to the same household.
}
trust-sign-place = { $n ->
    [one] Parcels of one of them go to the same place.
   *[other] Parcels of {$count} of them go to the same place.
}
trust-sign-phone = { $n ->
    [one] One of them has the same telephone number.
   *[other] {$count} of them have the same telephone number.
}
trust-sign-network = { $n ->
    [one] One of them came from the same network within an hour.
   *[other] {$count} of them came from the same network within an hour.
}
trust-sign-arrival = { $n ->
    [one] One of them came for the first time within the same ten minutes.
   *[other] {$count} of them came for the first time within the same ten minutes.
}
trust-in-burst = Most of them did it within one hour.

## How far somebody is trusted
trust-of = How far { $what } is trusted
trust-level = Level
trust-levels = Levels
trust-levels-lead = Worked out each hour from what people did in the last 100 days. They tell you whom you have to do with; nobody is refused anything because of them.
trust-level-people = People
trust-all-others = all others
trust-level-new = New
trust-level-known = Known
trust-level-member = Member
trust-level-regular = Regular
trust-level-new-what = Everybody begins here.
trust-level-known-what = An address is proven, and either a real order or something done on 3 days.
trust-level-member-what = Took part in 3 things on 10 days, was thanked and thanked others.
trust-level-regular-what = Took part in 10 things on 25 days, thanked 20 times by at least 4 people, thanked others 30 times.
trust-since = Since
trust-bought = Has bought here
trust-lost-at = Is lost on, unless earned again
trust-in-force = Counts at present as
trust-rests = What that rests on
trust-next = Missing for { $what }
trust-next-tonight = Nothing: it is given when levels are next worked out.
trust-at-least = { $has }, at least { $bound }
trust-at-most = { $has }, at most { $bound }
trust-yes = yes
trust-no = no
trust-asked-proven = An address is proven
trust-asked-upheld = Something was found to stay apart
trust-asked-flaggers = People who flagged something of theirs
trust-asked-days = Days on which they did something
trust-asked-things = Different things they took part in
trust-asked-received = Thanks and votes received
trust-asked-received-people = from how many people
trust-asked-received-days = on how many days
trust-asked-given = Thanks and votes given
trust-asked-given-people = to how many people
trust-asked-given-days = on how many different days
trust-person-none = Nothing of theirs is counted apart.
trust-person-page = All about this person
trust-hand = Count all of it apart
trust-hand-what = Votes of this person are shown apart everywhere, until a colleague lifts it. They are told why, and may say once that it is wrong.
trust-hand-do = Count it apart
trust-panel-more = What that rests on
trust-trouble-appeals = Appeals of customers who are counted apart: { $what }

## For customers
trust-mine = Counted apart
trust-mine-lead = Here we were not sure that each voice is a person of its own. What you gave is kept; it is counted apart until somebody of ours has looked at it.
trust-mine-none = All of yours counts
trust-mine-none-what = Nothing that you gave is counted apart.
trust-mine-more = Why, and what you can say to it
trust-mine-since = Since
trust-mine-note = We wrote:
trust-mine-said = You wrote on
trust-mine-answer = Our answer of
trust-all-of-mine = All that you give
trust-appeal = Is that wrong? Tell us why.
trust-appeal-help = You can say it once. Somebody of ours reads it and answers here.
trust-appeal-do = Send

## Said after something was done
trust-said-appealed = Thank you. Somebody of ours reads it and answers here.
trust-said-upheld = It stays apart. Whom it concerns reads why.
trust-said-lifted = It counts again, within a minute.
trust-said-nothing = Nothing was left to decide.
trust-said-apart = All that they give is counted apart now.

## What is wrong with a form
trust-wrong-why = Please say why, in at most 1,000 characters.
trust-wrong-note = Please say why, in at most 1,000 characters.
trust-wrong-words = Please say it in 10 to 2,000 characters.

## Refusals
error-trust-appealed = You have said what you think of this once already. Somebody of ours reads it.
error-trust-decided = This was decided already.
error-trust-lifted = This was lifted already: all of it counts.
error-trust-not-proven = Please prove an address of yours first: sign in with the code we send you.
error-trust-machine = This form has a field that people do not see, and it was filled in. Please leave it empty and send it again.
error-trust-form-old = This form has been open for too long. Please look at it once more and send it again.
error-trust-form-used = This was sent already.
error-trust-too-fast = That was very quick. Please read it over and send it again.
error-trust-too-many = That is more than we take at once. Please try again later.
error-trust-held = Somebody of ours looks at this before others see it.
trust-review-what = Voices that look like one
