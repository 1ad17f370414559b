# The customers' door, the first page of the site, my part.

## The door
signin-title = Sign in
signin-lead = to take part at {$what}. You need no password.
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
signin-name-help = Others see it beside what you write.
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

    It works for ten minutes, in the browser in which you asked for it. If you did not ask for it, you need not do anything.
