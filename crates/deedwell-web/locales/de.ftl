# Der Grund: was jede Seite sagen kann. Die Teile bringen ihre eigenen Texte mit.

## Rahmen
skip = Zum Inhalt
menu = Menü
close = Schließen
cancel = Abbrechen
confirm-yes = Ja, weiter
copy = Kopieren
copied = Kopiert
waiting = warten
take-off = wegnehmen
better = besser
worse = schlechter
nav-main = Hauptmenü
nav-quick = Schnellzugriff
nav-home = Start
nav-accounts = Konten
nav-letters = Briefe
find = Suchen
nav-review = Zu prüfen
nav-trust = Getrennt gezählt
nav-people = Personen
nav-taking-part = Mitmachen
nav-knowing = Wissen
nav-measures = Messgrößen
nav-setting = Einrichten
nav-staff = Team
nav-settings = Einstellungen
nav-sources = Quellen
nav-plan = Erfassungsplan
nav-email = E-Mail
nav-webhooks = Webhooks
nav-keys = Schlüssel
nav-audit = Protokoll
nav-community = Gemeinschaft
units = Bereiche
units-all = { $n ->
    [one] Ein Bereich
   *[other] Alle {$count} Bereiche
}
to-the-site = Die Seite ansehen wie Kunden
to-the-console = Konsole
me-menu = Konto, Sprache und Darstellung
me-account = Ihr Konto
my-part = Mein Beitrag
sign-in = Anmelden
sign-out = Abmelden
run-on = Läuft auf Deedwell
simulated = Simuliert: Diese Menschen gibt es nicht.
simulated-name = Zu diesen Menschen
language = Sprache
theme = Hell oder dunkel
theme-system = System
theme-light = Hell
theme-dark = Dunkel
door-said = Was Kunden tun und was daraus wird.
door-detail = Alles hier wird einmal festgehalten, mit seinem Intervall gezeigt und von jemandem mit Namen beantwortet.

## Palette und Tastatur
palette = Suchen, öffnen
palette-hint = Seite, Person, Idee
palette-go = Gehe zu
palette-found = Gefunden
palette-none = Nichts mit diesem Namen.
shortcuts = Tastatur
shortcut-home = Start
shortcut-people = Personen
shortcut-measures = Messgrößen
shortcut-search = Auf dieser Seite suchen
shortcut-help = Diese Liste

## Listen
pages = Seiten
pages-previous = Zurück
pages-next = Weiter
pages-newer = Neuere
pages-older = Ältere
pages-onward = Neuere und ältere
rows = Zeilen
said-saved = Gespeichert.

## Formulare
unseen-field = Bitte lassen Sie dieses Feld leer
errors-summary = { $n ->
    [one] Eine Angabe ist zu berichtigen.
    [2] Zwei Angaben sind zu berichtigen.
    [3] Drei Angaben sind zu berichtigen.
   *[other] {$count} Angaben sind zu berichtigen.
}

## Fehler: Überschrift, Satz, wie es weitergeht
error-title-missing = Das ist nicht hier
error-title-not-allowed = Das steht Ihnen nicht offen
error-title-too-many = Bitte eine kurze Pause
error-title-fault = Bei uns ist etwas schiefgegangen
error-not-allowed = Dafür fehlt Ihnen das Recht.
error-too-many = { $n ->
    [one] Das war zu oft. Bitte versuchen Sie es in einer Minute noch einmal.
   *[other] Das war zu oft. Bitte versuchen Sie es in { $count } Minuten noch einmal.
}
error-title-refused = Das ging nicht durch
error-back = Zurück zum Anfang
error-reference = Nennen Sie uns diese Nummer, dann finden wir, was geschehen ist:
error-fault = Von Ihren Angaben ist nichts verloren. Wir haben festgehalten, was geschehen ist, und können nachsehen.
error-not-signed-in = Bitte melden Sie sich zuerst an.
error-missing-page = Unter dieser Adresse gibt es keine Seite. Sie kann umgezogen sein, oder der Link ist unvollständig.
error-missing-site = Unter dieser Adresse gibt es nichts.
error-missing-file = Diese Datei gibt es nicht.
error-missing-account = Dieses Konto gibt es hier nicht.
error-missing-person = Diese Person gibt es hier nicht.
error-missing-programme = Dieses Programm gibt es hier nicht.
error-missing-unit = Diesen Bereich gibt es nicht.
error-missing-view = Diese Ansicht gibt es nicht.
error-missing-idea = Diese Idee gibt es hier nicht.
error-missing-comment = Diesen Kommentar gibt es hier nicht. Er kann zurückgenommen worden sein.
error-missing-staff = Diese Kollegin oder diesen Kollegen gibt es hier nicht.
error-missing-key = Diesen Schlüssel gibt es nicht.
error-missing-link = Dieser Link wurde schon benutzt oder ist abgelaufen. Bitten Sie um einen neuen.
error-missing-measure = Diese Messgröße gibt es nicht.
error-missing-indicator = Dieses Anzeichen gibt es nicht.
error-missing-board = Diese Tafel gibt es nicht.
error-missing-address = Diese Adresse gibt es nicht.
error-missing-invitation = Diese Einladung wurde schon benutzt oder ist abgelaufen. Bitten Sie um eine neue.

## Zeit
month-1 = Jan.
month-2 = Feb.
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = Aug.
month-9 = Sept.
month-10 = Okt.
month-11 = Nov.
month-12 = Dez.
weekday-1 = Mo
weekday-2 = Di
weekday-3 = Mi
weekday-4 = Do
weekday-5 = Fr
weekday-6 = Sa
weekday-7 = So
day = {$day}. {$month} {$year}
ago-now = gerade eben
ago-minutes = vor {$count} Min.
ago-hours = vor {$count} Std.
ago-days = { $n ->
    [one] gestern
   *[other] vor {$count} Tagen
}
span-minutes = {$count} Min.
span-hours = {$count} Std.
span-days = {$count} T.

## Rollen und Rechte
role-owner = Inhaberin oder Inhaber
role-manager = Leitung
role-marketer = Marketing
role-agent = Kundendienst
role-host = Gastgeberin oder Gastgeber
role-analyst = Auswertung
role-viewer = Lesezugang
right-see-home = Start sehen
right-see-people = Personen sehen
right-change-people = Personen ändern (Namen, Schlagworte, Testkonten)
right-export-people = ausgeben, was wir von Personen wissen
right-erase-people = Personen für immer vergessen
right-see-measures = Messgrößen sehen
right-host-programmes = antworten, sichten und moderieren
right-manage-programmes = Tafeln, Stufen und Zusagen einrichten
right-book-money = Geld buchen
right-see-staff = sehen, wer hier arbeitet
right-manage-staff = Team einladen und entfernen
right-manage-settings = Einstellungen ändern
right-manage-keys = Schlüssel ausstellen und zurückziehen
right-see-audit = das Protokoll sehen

## Wer, und wie es zu uns kam
part-customer = Kunde
part-visitor = Besuch
part-staff = Team
part-system = Deedwell
initiator-customer = von sich aus
initiator-prompted = weil wir gefragt haben
initiator-machine = maschinell
initiator-company = durch uns
channel-site = Website
channel-console = Konsole
channel-api = API
channel-import = Import
channel-system = Deedwell
channel-shop = Laden
channel-email = E-Mail
channel-phone = Telefon
channel-chat = Chat
channel-whatsapp = WhatsApp
channel-sms = SMS
channel-letter = Brief
channel-push = Mitteilung
channel-in-person = persönlich
channel-survey = Umfrage

## Bestellungen: Arten des Grundes
line-claimed = behauptet, nicht belegt
line-machine = von einer Maschine
kind-orders-placed = hat etwas gekauft
kind-orders-returned = hat etwas zurückgeschickt
kind-orders-refunded = hat Geld zurückbekommen
