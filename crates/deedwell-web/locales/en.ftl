# The ground: what every page may say. Slices bring their own.

## Layouts
skip = Skip to the content
menu = Menu
close = Close
cancel = Cancel
confirm-yes = Yes, go on
copy = Copy
copied = Copied
waiting = waiting
take-off = take off
better = better
worse = worse
nav-main = Main
nav-quick = Quick
nav-home = Home
nav-accounts = Accounts
nav-letters = Letters
find = Search
nav-review = To review
nav-trust = Counted apart
nav-people = People
nav-taking-part = Taking part
nav-knowing = Knowing
nav-measures = Measures
nav-setting = Setting
nav-staff = Staff
nav-settings = Settings
nav-sources = Sources
nav-plan = Tracking plan
nav-email = E-mail
nav-webhooks = Webhooks
nav-keys = Keys
nav-audit = Audit
nav-community = Community
units = Units
units-all = { $n ->
    [one] One unit
   *[other] All {$count} units
}
to-the-site = See the site as customers do
to-the-console = Console
me-menu = You, language and light
me-account = Your account
my-part = My part
sign-in = Sign in
sign-out = Sign out
run-on = Run on Deedwell
simulated = Simulated: these people do not exist.
simulated-name = About these people
language = Language
theme = Light or dark
theme-system = System
theme-light = Light
theme-dark = Dark
door-said = What customers do, and what came of it.
door-detail = Everything here is kept once, shown with its interval, and answered by somebody with a name.

## Palette and keyboard
palette = Find or go to
palette-hint = A page, a person, an idea
palette-go = Go to
palette-found = Found
palette-none = Nothing by that name.
shortcuts = Keyboard
shortcut-home = Home
shortcut-people = People
shortcut-measures = Measures
shortcut-search = Search on this page
shortcut-help = This list

## Lists
pages = Pages
pages-previous = Previous
pages-next = Next
pages-newer = Newer
pages-older = Older
pages-onward = Newer and older
rows = Rows
said-saved = Saved.

## Forms
unseen-field = Please leave this field empty
errors-summary = { $n ->
    [one] One thing to put right.
    [2] Two things to put right.
    [3] Three things to put right.
   *[other] {$count} things to put right.
}

## Errors: a heading, a sentence, the way on
error-title-missing = This is not here
error-title-not-allowed = This is not open to you
error-title-too-many = A short pause, please
error-title-fault = That went wrong on our side
error-not-allowed = You may not do this.
error-too-many = { $n ->
    [one] That was too often. Please try again in a minute.
   *[other] That was too often. Please try again in { $count } minutes.
}
error-title-refused = This did not go through
error-back = Back to the start
error-reference = Tell us this reference and we find what happened:
error-fault = Nothing of yours is lost. We have kept what happened and can look into it.
error-not-signed-in = Please sign in first.
error-missing-page = There is no page at this address. It may have moved, or the link was cut short.
error-missing-site = There is no site at this address.
error-missing-file = There is no such file.
error-missing-account = There is no such account here.
error-missing-person = There is no such person here.
error-missing-programme = There is no such programme here.
error-missing-unit = There is no such unit.
error-missing-view = There is no such view.
error-missing-idea = There is no such idea here.
error-missing-comment = There is no such comment here. It may have been taken back.
error-missing-staff = There is no such colleague here.
error-missing-key = There is no such key.
error-missing-link = This link has been used, or its time is over. Ask for a new one.
error-missing-measure = There is no such measure.
error-missing-indicator = There is no such indicator.
error-missing-board = There is no such board.
error-missing-address = There is no such address.
error-missing-invitation = This invitation has been used, or its time is over. Ask for a new one.

## Time
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
day = {$day} {$month} {$year}
ago-now = just now
ago-minutes = {$count} min ago
ago-hours = {$count} h ago
ago-days = { $n ->
    [one] yesterday
   *[other] {$count} days ago
}
span-minutes = {$count} min
span-hours = {$count} h
span-days = {$count} d

## Roles and rights
role-owner = Owner
role-manager = Manager
role-marketer = Marketer
role-agent = Agent
role-host = Community host
role-analyst = Analyst
role-viewer = Viewer
right-see-home = see Home
right-see-people = see people
right-change-people = change people (names, tags, test accounts)
right-export-people = export what we hold of people
right-erase-people = forget people for good
right-see-measures = see measures
right-host-programmes = answer, triage and moderate
right-manage-programmes = set up boards, stages and promises
right-book-money = book money
right-see-staff = see who works here
right-manage-staff = invite and remove staff
right-manage-settings = change settings
right-manage-keys = make and revoke keys
right-see-audit = see the audit

## Who, and how it reached us
part-customer = customer
part-visitor = visitor
part-staff = staff
part-system = Deedwell
initiator-customer = unprompted
initiator-prompted = because we asked
initiator-machine = by machine
initiator-company = by us
channel-site = site
channel-console = console
channel-api = API
channel-import = import
channel-system = Deedwell
channel-shop = shop
channel-email = e-mail
channel-phone = phone
channel-chat = chat
channel-whatsapp = WhatsApp
channel-sms = text message
channel-letter = letter
channel-push = notification
channel-in-person = in person
channel-survey = survey

## Orders: kinds of the ground
line-claimed = claimed, not proven
line-machine = by a machine
kind-orders-placed = bought something
kind-orders-returned = sent something back
kind-orders-refunded = had money back
