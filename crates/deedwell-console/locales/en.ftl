# What the console says: the door, staff, settings, keys, audit.

## The door
console-door = Sign in
console-sign-in-lead = to {$what}, as staff.
console-sign-in-customers = Customers go this way.
console-sign-in-keep = Keep me signed in here
console-sign-in-keep-help = for 14 days; anybody at this screen is then you
console-sign-in-forgotten = Forgotten your password?
console-sign-in-wrong = { $n ->
    [one] That is not it. One more try, then a pause.
   *[other] That is not it. {$count} more tries, then a pause.
}
console-sign-in-paused = { $n ->
    [one] Too many tries. Please wait a second, then try again.
   *[other] Too many tries. Please wait {$count} seconds, then try again.
}
console-sign-in-paused-minutes = { $n ->
    [one] Too many tries. Please wait a minute, then try again.
   *[other] Too many tries. Please wait {$count} minutes, then try again.
}
console-code = One more lock
console-code-lead = The password was right. Now a code from your telephone, or one of those on paper.
console-code-label = Code
console-code-help = Six digits, a new one every half minute. Each works once.
console-code-back = Start again
console-join = Join {$what}
console-join-lead = You were invited as {$name}: {$role}. Choose the password with which you will sign in.
console-reset = A new password
console-reset-lead = For {$name}. Every browser that is signed in will be signed out.
console-forgotten = A forgotten password
console-forgotten-lead = Type the e-mail address with which you sign in. If you work here, we make a link with which you set a new password.
console-forgotten-do = Make me a link
console-forgotten-back = Back to the door
console-forgotten-or = Or ask an owner or manager: they can make you a link on the page Staff.
console-forgotten-asked = { $n ->
    [one] If somebody here has this address, there is a link for them now. It works once, for an hour.
   *[other] If somebody here has this address, there is a link for them now. It works once, for {$count} hours.
}
console-forgotten-asked-how = Deedwell sends no mail yet: the link stands in the server’s log. Ask whoever looks after the server to pass it on to you, or ask an owner or manager for one.
console-said-signed-out = Signed out.
console-said-start-again = That took too long, or was tried too often. Please start again.
console-said-password-set = The password is set. Sign in with it.

## Set-up
console-set-up = Set up Deedwell
console-set-up-lead = This makes your organisation, and you its owner. It happens once.
console-set-up-organisation = Organisation
console-set-up-unit = First unit
console-set-up-unit-help = A shop, a brand, a region. Leave it empty if you have only one.
console-set-up-do = Set up
console-set-up-closed = This page opens by the link that the server printed when it started.
console-set-up-closed-how = Look at the server’s output. A new start prints a new link; the older one then works no more.

## Words of several pages
console-name = Name
console-your-name = Your name
console-email = E-mail
console-title = Title
console-title-help = What customers read beside the name: runs the workshop.
console-role = Role
console-unit = Unit
console-unit-none = None in particular
console-unit-help = Where they work. It limits nothing that they see or do.
console-currency = Currency
console-zone = Time zone
console-language = Language
console-save = Save
console-password = Password
console-password-new = New password
console-password-old = Your password now
console-password-again = The same again
console-password-help = At least 12 characters. A few words in a row are good.
console-password-set = Set the password
console-seen = Last here
console-seen-never = never

## Staff
console-staff = Staff
console-staff-lead = { $n ->
    [one] One person can come in.
   *[other] {$count} people can come in.
}
console-staff-all = Everybody
console-staff-closed = closed
console-staff-invited = invited
console-invite = Invite somebody
console-invite-lead = Deedwell sends no mail yet. You get a link to pass on yourself.
console-invite-do = Make the invitation
console-invitation-made = {$what} can come in by this link
console-invitation-made-lead = It works once, within {$lasts}, and lets them choose a password. Deedwell sends no mail yet: please pass it on yourself.
console-reset-made = A link for {$what} to set a new password
console-reset-made-lead = It works once, within {$lasts}. Deedwell sends no mail yet: please pass it on yourself.
console-link = The link
console-link-lasts = { $n ->
    [one] a day
   *[other] {$count} days
}
console-link-once = Shown this once. Whoever has it can set the password, so send it to nobody else.
console-link-done = I have it
console-role-owner = Everything, keys and other owners included.
console-role-manager = Everything but keys and owners.
console-role-marketer = People and measures; may change people.
console-role-agent = People and programmes: answers customers.
console-role-host = Runs programmes: boards, stages, promises, money.
console-role-analyst = Measures, exports and money; hosts nothing.
console-role-viewer = Reads Home and measures.
console-role-help = A new role signs them out everywhere.
console-member-may = What they may do
console-member-above = This role may more than yours. An owner can change it.
console-member-facts = About them
console-member-since = With us since
console-member-audit = What was done about them
console-member-in = Coming in
console-member-reset = Make a link for a new password
console-member-reset-lead = They have forgotten their password.
console-member-again = Make another invitation
console-member-again-lead = They have not taken up their invitation. The older link then works no more.
console-member-factor = Turn off their second factor
console-member-factor-lead = They have lost telephone and paper. Make sure that it is really them who asks.
console-member-close = Close
console-member-close-lead = They come in no more, at once. What they did stays.
console-member-reopen = Reopen
console-member-reopen-lead = They come in again with the password they had.
console-said-member-changed = Saved. A new role counts from their next sign-in.
console-said-member-closed = Closed. They are signed out everywhere.
console-said-member-reopened = Reopened.

## Settings
console-settings = Settings
console-settings-lead = What everybody shares. Your own name, password and language are under your account.
console-organisation = Organisation
console-slug = Short name
console-slug-leads = Its address here: {$what}
console-slug-help = Its sub-domain, where there are several organisations.
console-host = Own host name
console-host-help = Without https://. Point it at this server first; links then lead there.
console-currency-help = For what has no currency of its own. Nothing is converted.
console-language-help = For readers who ask for no other.
console-units = Units
console-units-none = No units. Everything belongs to the organisation as a whole.
console-unit-add = Add a unit
console-unit-key = Short word
console-unit-key-help = For files and addresses; it stays when the name changes. Made of the name if empty.
console-unit-key-is = Short word in files and addresses: {$what}
console-unit-change = Change
console-unit-closed = closed
console-unit-end = Its end
console-unit-close = Close the unit
console-unit-close-lead = It is offered no more. What happened in it stays.
console-unit-reopen = Reopen the unit
console-unit-reopen-lead = It is offered again.
console-said-unit-added = The unit is there.
console-said-unit-closed = The unit is closed.
console-said-unit-reopened = The unit is open again.

## One's own account
console-account = Your account
console-you = You
console-password-change = Change the password
console-password-change-lead = Every other browser is signed out.
console-said-password-changed = The password is changed. Other browsers are signed out.
console-sessions = Where you are signed in
console-session-since = Since
console-session-this = this browser
console-session-seen = last used
console-session-until = until
console-sessions-end = Sign out all others
console-said-sessions-ended = All others are signed out.
console-factor = Second factor
console-factor-on = on
console-factor-none = none
console-factor-is-on = On: whoever has your password still needs your telephone.
console-factor-is-off = Off: your password alone opens the door. An app on your telephone can be a second lock.
console-factor-codes-left = { $n ->
    [0] No code on paper is left.
    [one] One code on paper is left.
   *[other] {$count} codes on paper are left.
}
console-factor-begin = Set it up
console-factor-change = New codes, or turn it off
console-factor-scan = Let your telephone read this
console-factor-scan-lead = Any app for one-time codes will do. Then type the code that it shows.
console-factor-picture = A picture for the camera of your telephone
console-factor-typed = No camera? Type this
console-factor-here = Open an app on this device
console-factor-code-help = Six digits. With it the factor counts, and other browsers are signed out.
console-factor-confirm = Turn it on
console-factor-off = Turn it off
console-factor-off-lead = Your password alone opens the door again.
console-factor-codes = Codes on paper
console-factor-codes-lead = For the day your telephone is gone. Each works once, in place of a code from it.
console-factor-codes-yours = Yours
console-factor-codes-once = Shown this once. Write them down or print them, and keep them away from the telephone.
console-factor-codes-kept = I have kept them
console-factor-codes-renew = Make ten new codes
console-factor-codes-renew-lead = New ones end the old.
console-said-factor-off = The second factor is off.

## Keys
console-keys = Keys
console-keys-lead = By which your own programs come in, and your shop vouches for its customers.
console-keys-all = All keys
console-keys-none = No keys yet
console-keys-none-lead = Make one for each program, so that each can be revoked alone.
console-key-new = A new key
console-key-name = What it is for
console-key-name-help = Shop, nightly import, till in Keswick.
console-key-opens = What it opens
console-key-read = Read
console-key-read-help = Ideas and what became of them, and everything about people and accounts, addresses and telephone numbers too.
console-key-write = Read and write
console-key-write-help = Also puts forward, votes, comments and answers, for customers and staff whom it names; changes people and accounts, and forgets people for good.
console-key-sign-in = Sign customers in
console-key-sign-in-help = Your shop signs a token with it: whoever brings it is who the shop says.
console-key-make = Make the key
console-key-made = Made
console-key-used = Last used
console-key-unused = not yet
console-key-acts = Replace or revoke
console-key-rotate = Replace
console-key-revoke = Revoke
console-key-revoked = revoked
console-key-ends = ends {$what}
console-key-secret = The key
console-key-secret-lead = Your program sends it as Authorization: Bearer.
console-key-signing-lead = Your shop signs tokens with it and names its id in them.
console-key-id = Its id
console-key-once = Shown this once. Keep it where only your program reads it.
console-key-grace = The key whose place it takes works until {$what}.
console-said-key-revoked = The key opens nothing any more.

## Audit
console-audit = Audit
console-audit-lead = Who did what to the settings and to people’s data. Nothing here can be changed.
console-audit-file = Download as CSV
console-audit-filter = Filter
console-audit-all = Show everything
console-audit-who = Who
console-audit-deed = Did what
console-audit-at = When
console-audit-about = About
console-audit-detail = In detail
console-audit-anybody = Anybody
console-audit-anything = Anything
console-audit-somebody = somebody who is gone
console-audit-nobody = the server
console-audit-none = Nothing here
console-audit-none-lead = Nothing that was done fits this filter.
console-detail-name = name
console-detail-title = title
console-detail-role = role
console-detail-unit = unit
console-detail-key = short word
console-detail-kind = kind
console-detail-scope = scope
console-detail-by-key = with the key
console-detail-until = until
console-detail-again = again
console-detail-by = by
console-detail-ended = ended
console-detail-tries = tries
console-detail-second-factor = with the second factor
console-detail-slug = short name
console-detail-host = host name
console-detail-currency = currency
console-detail-zone = time zone
console-detail-language = language

## What staff did
kind-organisation-set-up = set up the organisation
kind-organisation-changed = changed the organisation
kind-staff-invited = invited somebody
kind-staff-joined = joined
kind-staff-signed-in = signed in
kind-staff-sign-in-paused = too many wrong passwords at the door
kind-staff-role-changed = changed a role
kind-staff-changed = changed a member
kind-staff-closed = closed a member
kind-staff-reopened = reopened a member
kind-staff-reset-offered = made a link for a new password
kind-staff-password-changed = changed their password
kind-staff-second-factor-added = turned on a second factor
kind-staff-second-factor-removed = turned off a second factor
kind-staff-codes-renewed = made new codes on paper
kind-staff-sessions-ended = signed out other browsers
kind-units-added = added a unit
kind-units-changed = changed a unit
kind-units-closed = closed a unit
kind-units-reopened = reopened a unit
kind-keys-made = made a key
kind-keys-rotated = replaced a key
kind-keys-revoked = revoked a key

## Refused
error-console-role-above = That role may more than yours. Ask an owner.
error-console-last-owner = This is the last owner. Make somebody else an owner first; they must have taken up their invitation.
error-console-joined-already = They have joined already. If they cannot come in, make a link for a new password.
error-console-not-joined = They have not taken up their invitation. Make them a new one instead.
error-console-closed = This member is closed. Reopen them first.
error-console-has-factor = You have a second factor. Turn it off to set up another.
error-console-too-many-units = There are 500 units; that is all there is room for.
error-console-too-many-keys = There are 100 keys in use. Revoke one that nobody needs first.
error-console-key-ends = This key was revoked or replaced already. Make a new one.

## What can be wrong with something entered
console-wrong-name = Please write a name of at most 100 letters.
console-wrong-title = At most 100 letters, please.
console-wrong-email = This is not an e-mail address such as ada@example.com.
console-wrong-email-taken = Somebody here has this address already. Find them in the list: they can be invited again or reopened.
console-wrong-role = Please choose a role.
console-wrong-unit = Please choose a unit that is open.
console-wrong-password-short = Please take at least 12 characters. A few words in a row are good.
console-wrong-password-long = Please take at most 200 characters; longer is no safer.
console-wrong-password-common = Many people use this one, so it is tried first. Please take another.
console-wrong-password-own = This is your address, your name or the organisation’s with little added. Please take something that nobody can look up.
console-wrong-password-again = The two are not the same. Please type the password twice.
console-wrong-password-old = That is not your password.
console-wrong-organisation = Please write the organisation’s name, at most 100 letters.
console-wrong-slug = Two to forty small letters, digits and hyphens, beginning with a letter.
console-wrong-slug-taken = This short name is taken. Please choose another.
console-wrong-host = A host name such as ideas.example.com, without https://.
console-wrong-host-taken = This host name leads to another site already.
console-wrong-currency = A currency is three capital letters, such as GBP.
console-wrong-zone = Please choose a time zone from the list.
console-wrong-language = Please choose a language from the list.
console-wrong-unit-name = Please write the unit’s name, at most 100 letters.
console-wrong-unit-key = One to twenty small letters, digits and hyphens, beginning with a letter.
console-wrong-unit-key-taken = Another unit has this short word already.
console-wrong-code = That code is not right, or it was used before. Wait for the next one and try again.
console-wrong-key-name = Please say what the key is for, in at most 100 letters.
measures-not-of-this = not part of this
