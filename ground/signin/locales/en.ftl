# The customers' door, the first page of the site, my part.

## The door
signin-title = Sign in
signin-lead = to take part at {$what}. You need no password; a code will do.
signin-email = E-mail
signin-email-help = You are given a code of six digits for it, good once.
signin-send-code = Ask for a code
signin-from-shop = Or sign in at the shop and follow the link to this site: then you are known here.
signin-staff = You work here?
signin-staff-door = The staff door
signin-code-title = Your code
signin-code-sent = A code for {$what} comes by the way that the shop has set up.
signin-code-lasts = { $n ->
    [one] It is good for one minute, once.
   *[other] It is good for {$count} minutes, once.
}
signin-code = Code
signin-code-help = Six digits
signin-code-none = No code came?
signin-code-again = Ask for another
signin-code-wrong = { $n ->
    [one] That is not the code. One more try.
   *[other] That is not the code. {$count} more tries.
}
signin-code-gone = This code has been used, its time or its tries are over, or it was asked for in another browser. Ask for another here.
signin-token-title = You come from the shop
signin-token-lead = The shop tells {$what} who you are. Go on, and you are signed in here.
signin-go-on = Go on
signin-go-on-as = Go on as {$what}
signin-token-not-you = This is not you?
signin-token-leave = Go on without signing in
signin-signed-out = You are signed out.
error-signin-token-not-ours = This link was not made by the shop for this site. Please go back to the shop and follow the link there.
error-signin-token-expired = This link is only good for a few minutes, and they are over. Please go back to the shop and follow the link there again.
error-signin-token-used = This link has been used. Please go back to the shop and follow the link there again.
kind-customers-signed-in = signed in

## The first page
home-heading = Take part in {$what}.
home-lead = Say what you would like to see, and what you would not. Everything you do here is read by somebody who can do something about it, and what came of it stands here.
home-ways = Things to take part in
home-no-ways = Nothing is open yet. Please come back soon.
home-your-part = Your part
home-only-you = only you see this
signin-nothing-yet = You have not done anything here yet.

## My part
signin-since = Since {$what}
signin-by-us = by {$what}
signin-done = What you did, and what was answered
signin-done-none = Nothing yet
signin-done-none-what = Whatever you do here is listed in this place, with what came of it.
signin-done-more = These are the newest of {$count}. The file holds all of them.
signin-name = Your name
signin-name-label = Name
signin-name-help = Our staff see it, and others too, unless you choose a name for others below.
signin-name-keep = Keep
signin-name-empty = Please write a name by which others may know you.
signin-known = How we know you
signin-identity-email = E-mail
signin-identity-phone = Telephone
signin-identity-login = Customer number in the shop
signin-identity-card = Card
signin-identity-browser = Browser
signin-identity-import = Customer number elsewhere
signin-proof-claimed = not yet proven
signin-proof-import = from our books
signin-proof-staff = confirmed by our staff
signin-proof-server = confirmed by the shop
signin-proof-token = confirmed by the shop
signin-proof-code = proven by a code
signin-data = Your data
signin-data-what = All that is kept of you here, as a file for programs (JSON).
signin-data-take = Take the file
signin-letter-subject = { $code } is your code for { $site }
signin-letter-text = Your code for { $site } is { $code }.

    Or, in the same browser in which you asked for it, open this link:

    { $link }

    Both work for ten minutes, and only there. If you did not ask for it, you need not do anything.
signin-link-title = Sign in by the link
signin-link-lead = You asked for this link as {$what}. Press the button, and you are signed in here.
signin-link-elsewhere = This link opens only in the browser in which you asked for it, once, for ten minutes. Type the code of the letter there, or ask for another here.

## The portal
signin-ways = Parts of this page
signin-under-orders = My orders and services
signin-under-orders-none = Nothing that you bought is known here yet.
signin-under-requests = My requests
signin-under-requests-none = You asked us for nothing, and nothing waits for an answer.
signin-under-part = What I brought
signin-under-points = My points
signin-under-points-none = You have no points yet.
signin-under-sent = What I am sent
signin-under-sent-none = You are sent nothing but what you ask for, such as a code.
signin-under-data = My data
signin-services = What you have
signin-service-since = since {$what}
signin-service-until = until {$what}
signin-service-now = yours
signin-pseudonym = Name for others
signin-pseudonym-help = Others see this name in place of yours, beside everything you wrote and will write. Our staff see both. Leave it empty to be seen by your own name.
signin-pseudonym-keep = Keep the name for others
signin-panel = How others see them
signin-panel-pseudonym = Name for others
signin-panel-note = They chose it themselves. Others do not see the name above.
error-people-pseudonym-taken = Somebody here is called so already, or nearly so. Please choose another name.
kind-customers-pseudonym-chosen = chose a name for others
kind-customers-sessions-ended = signed out elsewhere
kind-customers-left = left

## Where I am signed in
signin-sessions = Where you are signed in
signin-sessions-lead = Each browser in which you signed in. End what you do not know: whoever uses it is out with the next thing they do.
signin-session-this = this browser
signin-session-since = Since
signin-session-seen = last used
signin-session-end = End it
signin-sessions-end-others = End all others
signin-sessions-only = You are signed in nowhere else.
signin-session-ended = Ended. Whoever used it is out.
signin-sessions-ended = All others are ended.
signin-browser-unknown = A browser we do not know

## Leaving, and being forgotten
signin-leaving = Leave, or be forgotten
signin-leaving-lead = Two different things: to leave keeps what you did; to be forgotten keeps nothing of you.
signin-leave = Leave
signin-leave-out = You are signed out everywhere.
signin-leave-letters = You are sent nothing any more that you once agreed to.
signin-leave-stays = What you wrote stays under your name. Sign in again and you are back.
signin-left-why = Why do you leave?
signin-left-why-help = You need not say.
signin-left-unsaid = I would rather not say
signin-left-too_much_mail = I am sent too much
signin-left-not_useful = It is of no use to me
signin-left-nothing_came_of_it = Nothing came of what I said
signin-left-privacy = I do not want to be kept here
signin-left-another_address = I use another address now
signin-left-otherwise = For another reason
signin-leave-do = Leave
signin-has-left = You have left. You are signed out everywhere.
signin-forget = Be forgotten
signin-forget-no-way-back = There is no way back.
signin-forget-no-way-back-what = Nobody, not even our staff, can bring back what is gone.
signin-forget-goes = Your name, your addresses, your points and all that is known of you go.
signin-forget-words = What you wrote goes. Where others took part, their words stay, without yours.
signin-forget-stays = What our staff wrote stays, and what others keep in files and letters that they were sent.
signin-forget-orders = What the law tells the shop to keep, such as invoices, stays with the shop, not here.
signin-forget-file-first = Take your file first, if you want to keep anything.
signin-forget-address = Send a code to
signin-forget-address-help = So that nobody does this in your name.
signin-forget-send = Send me a code
signin-forget-no-address = No address of yours is known here. Come from the shop once more, so that we know it is you, and do this within ten minutes.
signin-forget-sure = I know that this cannot be taken back.
signin-forget-sure-first = Please tick that you know this cannot be taken back.
signin-forget-do = Forget me for good
signin-forget-come-again = Please go back to the shop and follow the link there again, then do this within ten minutes.
signin-forget-code-gone = This code has been used, or its time or its tries are over. Ask for another.
signin-forget-letter-subject = { $code } confirms that { $site } is to forget you
signin-forget-letter-text = Somebody who is signed in as you asked that { $site } forget you for good. If it was you, type this code there: { $code }

    It works for ten minutes. If it was not you, do nothing: without this code nothing happens. Then look at where you are signed in, and end what you do not know.
signin-forgotten = You are being forgotten
signin-forgotten-lead = This receipt says nothing of you, and nobody can tell from it who you were.
signin-forgotten-number = Number
signin-forgotten-asked = Asked
signin-forgotten-unreadable = Nobody can read anything of you
signin-forgotten-soon = within minutes
signin-forgotten-gone = Nothing of you is on our disks
signin-forgotten-later = later, once the last copies are written over
signin-forgotten-keep = Keep this address. It shows how far it has come.

## Ways in beside the code
signin-with-password = Use a password
signin-password-title = Sign in with a password
signin-password = Password
signin-password-wrong = Address and password do not go together, or no password is set for this address. Try again, or sign in by a code.
signin-password-paused = Too many tries for now. Wait a while, or sign in by a code at once: that always works.
signin-password-forgotten = Forgotten it, or never set one?
signin-password-by-code = Sign in by a code
signin-ways-in = How you sign in
signin-ways-in-lead = A code sent to your address always works. You can add a way that is quicker.
signin-prove = First, show that it is you
signin-prove-lead = So that nobody who finds this browser open changes how you come in. A code does it, for ten minutes.
signin-prove-no-address = No address of yours is known here, so there is nothing to send a code to. Sign in once by a code with your address.
signin-prove-first = Please show first that it is you: ask for a code here.
signin-proven = It is you. You can change how you sign in.
signin-proven-as = You have shown that you read {$what}.
signin-proven-until = You can change how you sign in until {$what}.
signin-password-lead = You need none. If you like, set one and sign in without waiting for a code. If you forget it, sign in by a code and set another here.
signin-password-none = You have set no password.
signin-password-since = set
signin-password-new = New password
signin-password-help = At least 12 characters. A few words in a row are good.
signin-password-again = Once more
signin-password-set = Set the password
signin-password-change = Change the password
signin-password-kept = Your password is kept.
signin-password-removed = The password is removed.
signin-remove = Remove
signin-password-short = Please take at least 12 characters. A few words in a row are good.
signin-password-long = Please take at most 200 characters; longer is no safer.
signin-password-common = Many people use this one, so it is tried first. Please take another.
signin-password-own = This is your address, your name or the shop’s with little added. Please take something that nobody can look up.
signin-password-not-same = The two are not the same. Please type the password twice.
signin-prove-letter-subject = { $code } confirms that it is you, at { $site }
signin-prove-letter-text = Somebody who is signed in as you at { $site } wants to change how you sign in. If it was you, type this code there: { $code }

    It works for ten minutes. If it was not you, do nothing: without this code nothing changes. Then look at where you are signed in, and end what you do not know.
signin-password-set-letter-subject = A password was set at { $site }
signin-password-set-letter-text = From now on { $address } can be signed in to { $site } with a password too.

    If it was you, you need not do anything. If it was not, sign in by a code, remove the password under My part, How you sign in, and end where you do not know that you are signed in.
signin-password-changed-letter-subject = Your password at { $site } was changed
signin-password-changed-letter-text = The password of { $address } at { $site } was changed.

    If it was you, you need not do anything. If it was not, sign in by a code, remove the password under My part, How you sign in, and end where you do not know that you are signed in.
signin-password-removed-letter-subject = Your password at { $site } was removed
signin-password-removed-letter-text = { $address } is signed in to { $site } by a code again, not with a password.

    If it was not you who removed it, look under My part at where you are signed in, and end what you do not know.
kind-customers-password-set = set a password
kind-customers-password-removed = removed a password

## Passkeys
signin-use-passkey = Use a passkey
signin-passkey = Passkey
signin-passkeys = Passkeys
signin-passkeys-lead = Sign in with your finger, your face or the code of your device, without typing anything. Nothing of these comes to us: your device only proves that it is yours.
signin-passkeys-none = You have added no passkey.
signin-passkey-name = Name of the passkey
signin-passkey-name-help = So that you know it again: my telephone, the key on my ring.
signin-passkey-add = Add a passkey
signin-passkey-added = The passkey is added.
signin-passkey-added-at = added
signin-passkey-unused = not used yet
signin-passkey-removed = The passkey is removed. It may still be listed on your device; it opens nothing here any more.
signin-passkey-not-here = This browser cannot add passkeys here, or its scripts are off. The code always works.
signin-passkey-stopped = That was stopped, or there is no passkey for this site here. Try again, or sign in by a code.
signin-passkey-not-added = This passkey could not be added. Please try again.
signin-passkey-kind = This device makes passkeys of a kind that is not known here. Please use another.
signin-passkey-most = { $n ->
    [one] There is room for one passkey. Please remove it first.
   *[other] There is room for {$count} passkeys. Please remove one first.
}
error-signin-passkey-refused = This passkey could not be used here. Please try again, or sign in by a code.
signin-passkey-added-letter-subject = A passkey was added at { $site }
signin-passkey-added-letter-text = From now on { $address } can be signed in to { $site } with a new passkey too.

    If it was you, you need not do anything. If it was not, sign in by a code, remove the passkey under My part, How you sign in, and end where you do not know that you are signed in.
signin-passkey-removed-letter-subject = A passkey was removed at { $site }
signin-passkey-removed-letter-text = A passkey of { $address } opens nothing at { $site } any more.

    If it was not you who removed it, look under My part at where you are signed in, and end what you do not know.
kind-customers-passkey-added = added a passkey
kind-customers-passkey-removed = removed a passkey
