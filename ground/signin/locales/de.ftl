# Die Tür für Kunden, die erste Seite, mein Teil.

## Die Tür
signin-title = Anmelden
signin-lead = um bei {$what} mitzumachen. Sie brauchen kein Passwort.
signin-email = E-Mail
signin-email-help = Sie bekommen dafür einen Code aus sechs Ziffern, der einmal gilt.
signin-send-code = Code anfordern
signin-from-shop = Oder melden Sie sich im Laden an und folgen Sie dort dem Link hierher: Dann kennt man Sie hier.
signin-staff = Sie arbeiten hier?
signin-staff-door = Zur Tür für Mitarbeitende
signin-code-title = Ihr Code
signin-code-sent = Ein Code für {$what} kommt auf dem Weg, den der Laden eingerichtet hat.
signin-code-lasts = { $n ->
    [one] Er gilt eine Minute lang, einmal.
   *[other] Er gilt {$count} Minuten lang, einmal.
}
signin-code = Code
signin-code-help = Sechs Ziffern
signin-code-none = Es kam kein Code?
signin-code-again = Einen neuen anfordern
signin-code-wrong = { $n ->
    [one] Das ist nicht der Code. Noch ein Versuch.
   *[other] Das ist nicht der Code. Noch {$count} Versuche.
}
signin-code-gone = Dieser Code wurde schon benutzt, seine Zeit oder seine Versuche sind um, oder er wurde in einem anderen Browser angefordert. Fordern Sie hier einen neuen an.
signin-token-title = Sie kommen aus dem Laden
signin-token-lead = Der Laden sagt {$what}, wer Sie sind. Gehen Sie weiter, dann sind Sie hier angemeldet.
signin-go-on = Weiter
signin-go-on-as = Weiter als {$what}
signin-token-not-you = Das sind nicht Sie?
signin-token-leave = Ohne Anmeldung weiter
signin-signed-out = Sie sind abgemeldet.
error-signin-token-not-ours = Dieser Link stammt nicht aus dem Laden dieser Seite. Bitte gehen Sie zurück in den Laden und folgen Sie dort dem Link.
error-signin-token-expired = Dieser Link gilt nur wenige Minuten, und die sind um. Bitte gehen Sie zurück in den Laden und folgen Sie dort noch einmal dem Link.
error-signin-token-used = Dieser Link wurde schon benutzt. Bitte gehen Sie zurück in den Laden und folgen Sie dort noch einmal dem Link.
kind-customers-signed-in = hat sich angemeldet

## Die erste Seite
home-heading = Machen Sie mit bei {$what}.
home-lead = Sagen Sie, was Sie sich wünschen und was nicht. Alles, was Sie hier tun, liest jemand, der etwas daraus machen kann, und was daraus wurde, steht hier.
home-ways = Wobei Sie mitmachen können
home-no-ways = Noch ist nichts offen. Bitte kommen Sie bald wieder.
home-your-part = Ihr Teil
home-only-you = nur Sie sehen das
signin-nothing-yet = Sie haben hier noch nichts getan.

## Mein Teil
signin-since = Seit {$what}
signin-by-us = von {$what}
signin-done = Was Sie getan haben und was geantwortet wurde
signin-done-none = Noch nichts
signin-done-none-what = Was Sie hier tun, steht an dieser Stelle, mit dem, was daraus wurde.
signin-done-more = Das sind die neuesten von {$count}. Die Datei enthält alle.
signin-name = Ihr Name
signin-name-label = Name
signin-name-help = Andere sehen ihn neben dem, was Sie schreiben.
signin-name-keep = Behalten
signin-name-empty = Bitte schreiben Sie einen Namen, unter dem andere Sie kennen dürfen.
signin-known = Woran wir Sie erkennen
signin-identity-email = E-Mail
signin-identity-phone = Telefon
signin-identity-login = Kundennummer im Laden
signin-identity-card = Karte
signin-identity-browser = Browser
signin-identity-import = Kundennummer anderswo
signin-proof-claimed = noch nicht nachgewiesen
signin-proof-import = aus unseren Büchern
signin-proof-staff = von unseren Leuten bestätigt
signin-proof-server = vom Laden bestätigt
signin-proof-token = vom Laden bestätigt
signin-proof-code = durch einen Code nachgewiesen
signin-data = Ihre Daten
signin-data-what = Alles, was hier über Sie aufbewahrt wird, als Datei für Programme (JSON).
signin-data-take = Datei mitnehmen
signin-letter-subject = { $code } ist Ihr Code für { $site }
signin-letter-text = Ihr Code für { $site } ist { $code }.

    Er gilt zehn Minuten, in dem Browser, in dem Sie danach gefragt haben. Haben Sie nicht danach gefragt, müssen Sie nichts tun.
