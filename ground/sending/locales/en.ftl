# Letters: what is sent to whom, what they want of it, and what came of it.
sending-name = Letters
sending-lead = What is sent to people, what waits and why, and what nobody knows of.
sending-all = All
sending-all-letters = All letters
sending-letters = Letters
sending-latest = The latest
sending-none = Nothing was sent yet
sending-none-what = Letters appear here as soon as a page, a programme or a program of yours asks for one.
sending-no-match = Nothing matches
sending-no-match-what = Choose something else, or look at all.
sending-show = Show
sending-save = Save
sending-remove = Remove
sending-back = To the first page
sending-to = To
sending-about = About
sending-when = Asked for
sending-state = State
sending-topic = Topic
sending-channel = Channel
sending-channels = Channels
sending-channel-email = e-mail
sending-channel-sms = text message
sending-channel-whatsapp = WhatsApp
sending-message-id = Message-ID
sending-handed-over = Handed over
sending-state-reserved = waits
sending-state-handed-over = is being sent
sending-state-accepted = accepted
sending-state-refused = refused
sending-state-suppressed = not sent
sending-state-ambiguous = unclear
sending-state-cancelled = withdrawn
sending-state-bounced = came back
sending-service-sign-in = Code or confirmation
sending-service-receipt = Receipt
sending-service-answer = Answer
sending-service-staff = To staff

# Why something waits, or was not sent.
sending-reason = Reason
sending-reason-turn = for its turn
sending-reason-quiet-hours = for the end of quiet hours
sending-reason-frequency = because they were sent enough
sending-reason-paused-by-them = because they want a pause
sending-reason-deferred = because the other side asked to come again
sending-reason-hard-bounce = there is no such address
sending-reason-soft-bounce = it came back three times
sending-reason-complaint = they called us spam
sending-reason-staff = staff said so
sending-reason-no-topic = nothing is sent about this topic
sending-reason-unsubscribed = they do not want it
sending-reason-no-consent = they did not agree
sending-reason-too-late = it was too late
sending-reason-forgotten = they were forgotten
sending-reason-gave-up = nobody took it for days
sending-reason-restored = withdrawn after a restore
sending-reason-again = it is sent once more

# After a restore.
sending-held = Letters are held back
sending-held-restored = { $n ->
    [one] This installation was restored from a backup. One letter that was due then may have been sent long ago. Should it go?
   *[other] This installation was restored from a backup. { $count } letters that were due then may have been sent long ago. Should they go?
 }
sending-held-away = { $n ->
    [one] No server ran for a day or longer. One letter was due meanwhile. Should it still go?
   *[other] No server ran for a day or longer. { $count } letters were due meanwhile. Should they still go?
 }
sending-held-send = Send them
sending-held-cancel = Withdraw them
sending-held-cancel-sure = Withdraw all that is held? It is not sent, ever.
sending-said-released = They are on their way.
sending-said-withdrawn = Withdrawn.
sending-trouble-restored = This was restored from a backup; {$what} letters wait for somebody to say whether they go.
sending-trouble-away = No server ran for a day; {$what} letters wait for somebody to say whether they go.
sending-trouble-unclear = Of {$what} letters nobody knows whether they were sent.

# What nobody knows of.
sending-unclear = Unclear
sending-unclear-what = They were being handed over when a server stopped or a line broke. Nobody knows whether they arrived. Sent again, they bear the same Message-ID: most mailboxes show them once.
sending-decide = What should become of it?
sending-again = Send it again
sending-again-all = Send all again
sending-again-sure = Send all of them again? Some people may get theirs twice.
sending-leave = Leave it
sending-leave-all = Leave all

# Runs.
sending-runs = One message to many
sending-run = Run
sending-run-open = Open the run
sending-runs-none = No runs yet
sending-runs-none-what = A run sends one message to all who want a topic.
sending-progress = Progress
sending-run-planned = planned
sending-run-running = under way
sending-run-paused = paused
sending-run-finished = finished
sending-run-cancelled = cancelled
sending-run-speed = {$what} letters a second
sending-run-full-speed = as fast as possible
sending-run-new = Write to many
sending-run-new-lead = It is planned first: you see to how many it would go, and begin it then.
sending-run-name = Name
sending-run-name-help = For you; nobody else sees it.
sending-run-topic-help = It goes to all who get this topic.
sending-run-plan = Plan it
sending-subject = Subject
sending-text = Text
sending-text-help = As plain text. For pictures and layouts make a template of the e-mail channel.
sending-rate = Letters a second
sending-rate-help = Empty: as fast as possible.
sending-speed = Speed
sending-start = Begin
sending-start-sure = { $n ->
    [one] Send it to one person?
   *[other] Send it to { $count } people?
 }
sending-pause-run = Pause
sending-resume-run = Go on
sending-cancel-run = Cancel this run
sending-cancel-run-what = What was not handed over is withdrawn. What was sent is sent.
sending-cancel-run-sure = Withdraw all that was not sent yet?
sending-listing = Its recipients are being written down. Then you can begin it.

# A letter.
sending-template = Template {$what}
sending-secret = A secret letter
sending-secret-what = It held a code or a link that opens something. Nothing of it is kept.
sending-says = What it says
sending-no-text = It is made from a template when it is handed over.
sending-course = Its course
sending-reserved = Asked for
sending-due = Due
sending-answered = Answered
sending-attempts = Handed over so often
sending-other-side = The other side said
sending-key = Key
sending-cancel = Withdraw it
sending-cancel-sure = Withdraw this letter?
sending-notes = What happened
sending-note-deferred = The other side asked to come again.
sending-note-ambiguous = Nobody knows whether it was sent.
sending-note-again = Staff had it sent again.
sending-note-left = Staff left it as it is.
sending-note-bounced = It came back.
sending-note-complained = They called it spam.

# Topics.
sending-topics = Topics
sending-topics-all = All topics
sending-topics-none = No topics yet
sending-topics-none-what = There is nothing to subscribe to here.
sending-topics-none-staff = A topic is what letters are about that nobody has to get: news, offers, invitations. Add the first.
sending-topics-staff-lead = What letters are about that nobody has to get. People choose for each whether they want it.
sending-topic-new = A new topic
sending-topic-add = Add the topic
sending-topic-change = Change it
sending-topic-key = Key
sending-topic-key-help = By which programs name it: small letters, digits and _. It never changes.
sending-topic-name = Name
sending-topic-name-help = As people read it.
sending-topic-about = What it is about
sending-topic-about-help = How often, from whom, on what.
sending-topic-words = What people agree to
sending-topic-words-help = Shown to whoever is asked, and kept as proof. Other words are a new version.
sending-topic-close = Close this topic
sending-topic-close-what = Nothing is sent about it any more. What people said stays.
sending-topic-close-sure = Close this topic? Nothing is sent about it any more.
sending-topic-open-again = Save and open again
sending-basis = Who gets it
sending-basis-opt-in = Whoever said yes
sending-basis-opt-in-help = Nothing is sent before. For news and offers the law of most countries asks for this.
sending-basis-opt-out = Whoever did not say no
sending-basis-opt-out-help = For what customers can expect anyway.
sending-twice = A yes counts once a link in a letter was answered
sending-twice-help = Double opt-in: so nobody can subscribe somebody else.
sending-twice-short = confirmed by letter
sending-open = open
sending-closed = closed
sending-versions = What was shown
sending-versions-what = Whoever agreed, agreed to the words of their time.
sending-version = { $n ->
   *[other] Version { $count }
 }
sending-since = since {$what}
sending-proof = Take the proof along
sending-wrong-key-taken = There is such a topic. Open it to change it.
sending-wrong-key = A key has 1 to 30 small letters, digits and _.
sending-wrong-name = This has at least one letter, and not too many.
sending-wrong-words = Please write what people agree to, in at most 1,000 letters.
sending-wrong-about = At most 500 letters, please.
sending-wrong-channel = Please choose by which channels it goes.
sending-wrong-basis = Please choose who gets it.
sending-wrong-subject = A subject is one line of 1 to 250 letters.
sending-wrong-text = Please write what the letter says.
sending-wrong-topic = Please choose a topic.
sending-wrong-rate-per-s = Please write a number of letters a second, such as 20.
sending-wrong-address = This is no e-mail address such as ada@example.com.
sending-wrong-note = Please say why, in a few words.
sending-wrong-quiet-from = Please write a time such as 21:00.
sending-wrong-quiet-until = Please write a time such as 08:00, and leave at least an hour of the day to send.
sending-wrong-most = A limit is between 1 and 1,000 letters.
sending-wrong-hours = Please write between 1 and 2,208 hours.
sending-wrong-span = Please choose within which time.
sending-wrong-file = This is no table. One address a line will do.

# Addresses that get nothing.
sending-addresses = Addresses that get nothing
sending-addresses-lead = Because there is no such address, because somebody complained, or because you said so.
sending-addresses-none = None
sending-addresses-none-what = Dead addresses and complaints come here by themselves.
sending-addresses-count = { $n ->
    [one] One line
   *[other] { $count } lines
 }
sending-address = Address
sending-address-forgotten = (forgotten)
sending-address-add = Send nothing to an address
sending-address-add-do = Send nothing there
sending-address-release = Send there again
sending-said-address-released = Letters go there again.
sending-why = Why
sending-why-help = Kept with the address, for your colleagues.
sending-until = until {$what}
sending-export = Take the list along
sending-bring = Take a list over
sending-bring-do = Take it over
sending-table = Table
sending-table-help = CSV with a column address, and if you like reason and note. Or one address a line.
sending-said-brought = The list was taken over. Lines without an address were left out.

# Limits.
sending-limits = How much and when
sending-limits-lead = These hold for everything about topics. Codes, receipts and answers always go.
sending-quiet = Quiet hours
sending-quiet-what = By the clock of whoever is written to. Whose zone nobody knows lives in {$what}.
sending-quiet-from = From
sending-quiet-until = Until
sending-quiet-none = There are none.
sending-caps = At most
sending-caps-what = All limits hold at once. What is too much waits, for up to a week.
sending-caps-none = There is no limit.
sending-cap-new = One more limit
sending-cap-most = Letters
sending-cap-span = Within
sending-cap-hours-field = Hours
sending-cap-add = Add the limit
sending-cap-letters = { $n ->
    [one] one letter
   *[other] { $count } letters
 }
sending-cap-hours = { $n ->
    [one] within an hour
   *[other] within { $count } hours
 }
sending-cap-day = a calendar day
sending-cap-week = a calendar week
sending-cap-month = a calendar month
sending-cap-together = all channels together
sending-span-hours = the last hours
sending-span-day = a day of their calendar
sending-span-week = a week of their calendar
sending-span-month = a month of their calendar
sending-waiting = What waits
sending-waiting-none = Nothing waits.
sending-first = the first {$what}

# What people see.
sending-stop-title = No more of “{$what}”?
sending-stop-what = Nothing more about it would be sent to {$what}. Receipts and answers to you still come.
sending-stop-button = No more of “{$what}”
sending-stopped = You get no more of “{$what}”
sending-stopped-what = Nothing more about it is sent to {$what}. It took effect at once.
sending-choose-instead = Choose what I am sent
sending-mine = What I am sent
sending-mine-address = We write to {$what}.
sending-mine-no-address = We know no e-mail address of yours.
sending-mine-no-address-what = So nothing is sent to you, and there is nothing to choose.
sending-mine-choose = Choose
sending-mine-letters = What I was sent
sending-mine-letters-none = Nothing yet.
sending-mine-link = This page was opened by the link of a letter. Sign in to see what you were sent.
sending-mine-accepted = sent
sending-mine-reserved = will be sent
sending-mine-on-its-way = on its way
sending-mine-refused = could not be delivered
sending-mine-bounced = came back
sending-mine-not-sent = not sent
sending-fewer = How much
sending-fewer-help = Of all topics together. Codes, receipts and answers always come.
sending-fewer-as-usual = As usual
sending-fewer-week = At most one a week
sending-fewer-month = At most one a month
sending-pause = Nothing for so many days
sending-pause-help = 0: no pause. Afterwards everything is as before.
sending-paused-until = You get nothing until {$what}. Save with 0 days to end the pause.
sending-said-asked = Saved. A letter is on its way: answer the link in it, then it counts.
sending-topics-title = Be told by mail
sending-topics-lead = What {$what} can tell you about. You can stop it with every letter.
sending-topics-choose = Please choose at least one.
sending-topics-ask = Ask for it
sending-email = Your e-mail address
sending-email-help = A letter asks there whether it is yours. Before you answer, nothing is sent.
sending-asked = Look into your mailbox
sending-asked-what = If {$what} is yours, a letter with a link is there in a moment. Answer it, then it counts.
sending-confirm-title = Do you want “{$what}”?
sending-confirm-what = It would be sent to {$what}.
sending-confirm-button = Yes, please
sending-confirm-not = If it was not you who asked, close this page. Nothing is sent.
sending-confirmed = You get “{$what}”
sending-confirmed-what = It is sent to {$what}. Every letter has a link that ends it.
sending-confirm-subject = Do you want “{$what}”?
sending-confirm-text = Somebody, probably you, asked { $site } for “{ $topic }” at this address.

 If that is right, open this page and say yes:
 { $link }

 If it was not you, do nothing: then nothing is sent. The link works for two days.

sending-panel-topics = Wants
sending-panel-no-topics = nothing
sending-panel-sent = Letters sent
sending-panel-last = The last
sending-panel-complained = Called us spam
sending-panel-yes = yes
sending-panel-paused = They want nothing until {$what}.

kind-letters-accepted = was sent a letter
kind-letters-refused = could not be sent a letter
kind-letters-bounced = was sent a letter that came back
kind-letters-complained = called a letter spam
kind-letters-unsubscribed = wanted no more of a topic
kind-letters-subscribed = asked for a topic
kind-letters-preferred = chose how much to be sent
kind-letters-topic-set = wrote what letters are about
kind-letters-topic-closed = closed a topic
kind-letters-address-suppressed = had nothing more sent to an address
kind-letters-address-released = had an address sent letters again
kind-letters-run-planned = planned a message to many
kind-letters-run-started = began a message to many
kind-letters-run-paused = paused a message to many
kind-letters-run-resumed = went on with a message to many
kind-letters-run-rated = changed how fast a message to many goes
kind-letters-run-finished = reached everybody with a message to many
kind-letters-run-cancelled = cancelled a message to many
kind-letters-decided = decided about a letter that was unclear
kind-letters-cancelled = withdrew a letter
kind-letters-released = decided about letters that were held back
kind-letters-limits-changed = changed how much and when is sent
kind-letters-proof-exported = took the proof of consents along
kind-letters-addresses-exported = took the list of addresses along

error-missing-letter = There is no such letter.
error-missing-run = There is no such run.
error-missing-topic = There is no such topic.
error-missing-limit = There is no such limit.
error-sending-other-letter = Another letter was asked for under this key. Please give every letter a key of its own.
error-sending-no-topic = There is no such topic, or nothing is sent about it by this channel.
error-sending-too-many-topics = There are 20 topics. Close one that nobody needs first.
error-sending-too-many-caps = There are 12 limits. Remove one first.
error-sending-gone = This letter was handed over already, or is over.
error-sending-clear = It is known by now what came of this letter, or somebody has decided.
error-sending-not-held = Nothing is held back.
error-sending-run-over = This run is over; nothing changes it any more.
error-sending-run-goes = This run is under way already.
error-sending-run-rests = Only a run that is under way can be paused.
error-sending-run-changed = Somebody else changed this run at the same moment. Please look again.
error-sending-run-empty = Its recipients are still being written down. Please wait a moment.
error-sending-run-listed = All recipients of this run are listed; nobody is added any more.
error-sending-no-address = We know no address of yours.
