# Was die Konsole sagt: Tür, Team, Einstellungen, Schlüssel, Protokoll.

## The door
console-door = Anmelden
console-sign-in-lead = bei {$what}, als Mitarbeiterin oder Mitarbeiter.
console-sign-in-customers = Kundinnen und Kunden bitte hier entlang.
console-sign-in-keep = Hier angemeldet bleiben
console-sign-in-keep-help = für 14 Tage; wer an diesem Bildschirm sitzt, handelt dann als Sie
console-sign-in-forgotten = Passwort vergessen?
console-sign-in-wrong = { $n ->
    [one] Das stimmt nicht. Noch ein Versuch, dann eine Pause.
   *[other] Das stimmt nicht. Noch {$count} Versuche, dann eine Pause.
}
console-sign-in-paused = { $n ->
    [one] Zu viele Versuche. Bitte warten Sie eine Sekunde.
   *[other] Zu viele Versuche. Bitte warten Sie {$count} Sekunden und versuchen Sie es dann noch einmal.
}
console-sign-in-paused-minutes = { $n ->
    [one] Zu viele Versuche. Bitte warten Sie eine Minute.
   *[other] Zu viele Versuche. Bitte warten Sie {$count} Minuten und versuchen Sie es dann noch einmal.
}
console-code = Noch ein Schloss
console-code-lead = Das Passwort stimmt. Nun ein Code von Ihrem Telefon oder einer von Ihrem Blatt Papier.
console-code-label = Code
console-code-help = Sechs Ziffern, jede halbe Minute neue. Jeder Code gilt einmal.
console-code-back = Von vorn beginnen
console-join = Bei {$what} mitmachen
console-join-lead = Sie wurden als {$name} eingeladen: {$role}. Wählen Sie das Passwort, mit dem Sie sich anmelden werden.
console-reset = Ein neues Passwort
console-reset-lead = Für {$name}. Alle angemeldeten Browser werden abgemeldet.
console-forgotten = Passwort vergessen
console-forgotten-lead = Geben Sie die E-Mail-Adresse ein, mit der Sie sich anmelden. Wenn Sie hier arbeiten, machen wir Ihnen einen Link, mit dem Sie ein neues Passwort setzen.
console-forgotten-do = Link anfordern
console-forgotten-back = Zurück zur Tür
console-forgotten-or = Oder fragen Sie Inhaber oder Leitung: Sie können Ihnen auf der Seite Team einen Link machen.
console-forgotten-asked = { $n ->
    [one] Wenn jemand hier diese Adresse hat, gibt es jetzt einen Link. Er gilt einmal, für eine Stunde.
   *[other] Wenn jemand hier diese Adresse hat, gibt es jetzt einen Link. Er gilt einmal, für {$count} Stunden.
}
console-forgotten-asked-how = Deedwell verschickt noch keine E-Mails: Der Link steht im Protokoll des Servers. Bitten Sie, wer den Server betreut, ihn an Sie weiterzugeben, oder lassen Sie sich von Inhaber oder Leitung einen geben.
console-said-signed-out = Abgemeldet.
console-said-start-again = Das hat zu lange gedauert oder wurde zu oft versucht. Bitte beginnen Sie von vorn.
console-said-password-set = Das Passwort gilt. Melden Sie sich damit an.

## Set-up
console-set-up = Deedwell einrichten
console-set-up-lead = Damit entsteht Ihre Organisation, und Sie werden ihr Inhaber. Das geschieht einmal.
console-set-up-organisation = Organisation
console-set-up-unit = Erster Bereich
console-set-up-unit-help = Ein Laden, eine Marke, eine Region. Lassen Sie es leer, wenn es nur einen gibt.
console-set-up-do = Einrichten
console-set-up-closed = Diese Seite öffnet sich mit dem Link, den der Server beim Start ausgegeben hat.
console-set-up-closed-how = Sehen Sie in der Ausgabe des Servers nach. Ein neuer Start gibt einen neuen Link aus; der alte gilt dann nicht mehr.

## Words of several pages
console-name = Name
console-your-name = Ihr Name
console-email = E-Mail
console-title = Aufgabe
console-title-help = Was Kunden neben dem Namen lesen: leitet die Werkstatt.
console-role = Rolle
console-unit = Bereich
console-unit-none = Kein bestimmter
console-unit-help = Wo jemand arbeitet. Es beschränkt nicht, was er oder sie sieht oder tut.
console-currency = Währung
console-zone = Zeitzone
console-language = Sprache
console-save = Speichern
console-password = Passwort
console-password-new = Neues Passwort
console-password-old = Ihr jetziges Passwort
console-password-again = Dasselbe noch einmal
console-password-help = Mindestens 12 Zeichen. Ein paar Wörter hintereinander sind gut.
console-password-set = Passwort setzen
console-seen = Zuletzt hier
console-seen-never = nie

## Staff
console-staff = Team
console-staff-lead = { $n ->
    [one] Eine Person hat Zutritt.
   *[other] {$count} Personen haben Zutritt.
}
console-staff-all = Alle
console-staff-closed = geschlossen
console-staff-invited = eingeladen
console-invite = Jemanden einladen
console-invite-lead = Deedwell verschickt noch keine E-Mails. Sie bekommen einen Link, den Sie selbst weitergeben.
console-invite-do = Einladung erstellen
console-invitation-made = Mit diesem Link hat {$what} Zutritt
console-invitation-made-lead = Er gilt einmal, innerhalb von {$lasts}, und lässt ein Passwort wählen. Deedwell verschickt noch keine E-Mails: Bitte geben Sie ihn selbst weiter.
console-reset-made = Ein Link, mit dem {$what} ein neues Passwort setzt
console-reset-made-lead = Er gilt einmal, innerhalb von {$lasts}. Deedwell verschickt noch keine E-Mails: Bitte geben Sie ihn selbst weiter.
console-link = Der Link
console-link-lasts = { $n ->
    [one] einem Tag
   *[other] {$count} Tagen
}
console-link-once = Nur dieses eine Mal zu sehen. Wer ihn hat, kann das Passwort setzen: Schicken Sie ihn sonst niemandem.
console-link-done = Ich habe es
console-role-owner = Alles, auch Schlüssel und andere Inhaber.
console-role-manager = Alles außer Schlüsseln und Inhabern.
console-role-marketer = Personen und Kennzahlen; darf Personen ändern.
console-role-agent = Personen und Programme: antwortet Kunden.
console-role-host = Führt Programme: Tafeln, Stufen, Zusagen, Geld.
console-role-analyst = Kennzahlen, Exporte und Geld; betreut keine Programme.
console-role-viewer = Liest Übersicht und Kennzahlen.
console-role-help = Eine neue Rolle meldet sie überall ab.
console-member-may = Was sie dürfen
console-member-above = Diese Rolle darf mehr als Ihre. Ein Inhaber kann sie ändern.
console-member-facts = Über sie
console-member-since = Dabei seit
console-member-audit = Was mit diesem Zugang geschah
console-member-in = Zutritt
console-member-reset = Link für ein neues Passwort erstellen
console-member-reset-lead = Das Passwort ist vergessen.
console-member-again = Noch eine Einladung erstellen
console-member-again-lead = Die Einladung wurde noch nicht angenommen. Der ältere Link gilt dann nicht mehr.
console-member-factor = Zweiten Faktor ausschalten
console-member-factor-lead = Telefon und Papier sind verloren. Vergewissern Sie sich, dass wirklich sie selbst fragen.
console-member-close = Schließen
console-member-close-lead = Der Zutritt endet sofort. Was getan wurde, bleibt.
console-member-reopen = Wieder öffnen
console-member-reopen-lead = Der Zutritt gilt wieder, mit dem alten Passwort.
console-said-member-changed = Gespeichert. Eine neue Rolle gilt ab der nächsten Anmeldung.
console-said-member-closed = Geschlossen und überall abgemeldet.
console-said-member-reopened = Wieder geöffnet.

## Settings
console-settings = Einstellungen
console-settings-lead = Was alle teilen. Ihr Name, Ihr Passwort und Ihre Sprache stehen bei Ihrem Konto.
console-organisation = Organisation
console-slug = Kurzname
console-slug-leads = Die Adresse hier: {$what}
console-slug-help = Die Subdomain, wo es mehrere Organisationen gibt.
console-host = Eigener Hostname
console-host-help = Ohne https://. Richten Sie ihn zuerst auf diesen Server; Links führen dann dorthin.
console-currency-help = Für alles ohne eigene Währung. Es wird nichts umgerechnet.
console-language-help = Für alle, die keine andere wünschen.
console-units = Bereiche
console-units-none = Keine Bereiche. Alles gehört zur Organisation als Ganzem.
console-unit-add = Bereich hinzufügen
console-unit-key = Kurzwort
console-unit-key-help = Für Dateien und Adressen; es bleibt, wenn der Name sich ändert. Leer entsteht es aus dem Namen.
console-unit-key-is = Kurzwort in Dateien und Adressen: {$what}
console-unit-change = Ändern
console-unit-closed = geschlossen
console-unit-end = Sein Ende
console-unit-close = Bereich schließen
console-unit-close-lead = Er wird nicht mehr angeboten. Was dort geschah, bleibt.
console-unit-reopen = Bereich wieder öffnen
console-unit-reopen-lead = Er wird wieder angeboten.
console-said-unit-added = Der Bereich ist da.
console-said-unit-closed = Der Bereich ist geschlossen.
console-said-unit-reopened = Der Bereich ist wieder offen.

## One's own account
console-account = Ihr Konto
console-you = Sie
console-password-change = Passwort ändern
console-password-change-lead = Alle anderen Browser werden abgemeldet.
console-said-password-changed = Das Passwort ist geändert. Andere Browser sind abgemeldet.
console-sessions = Wo Sie angemeldet sind
console-session-since = Seit
console-session-this = dieser Browser
console-session-seen = zuletzt benutzt
console-session-until = bis
console-sessions-end = Alle anderen abmelden
console-said-sessions-ended = Alle anderen sind abgemeldet.
console-factor = Zweiter Faktor
console-factor-on = an
console-factor-none = keiner
console-factor-is-on = An: Wer Ihr Passwort hat, braucht noch Ihr Telefon.
console-factor-is-off = Aus: Ihr Passwort allein öffnet. Eine App auf Ihrem Telefon kann ein zweites Schloss sein.
console-factor-codes-left = { $n ->
    [0] Kein Code auf Papier ist übrig.
    [one] Ein Code auf Papier ist übrig.
   *[other] {$count} Codes auf Papier sind übrig.
}
console-factor-begin = Einrichten
console-factor-change = Neue Codes oder ausschalten
console-factor-scan = Lassen Sie Ihr Telefon dies lesen
console-factor-scan-lead = Jede App für Einmalcodes genügt. Tippen Sie dann den Code, den sie zeigt.
console-factor-picture = Ein Bild für die Kamera Ihres Telefons
console-factor-typed = Keine Kamera? Tippen Sie dies
console-factor-here = Eine App auf diesem Gerät öffnen
console-factor-code-help = Sechs Ziffern. Damit gilt der Faktor, und andere Browser werden abgemeldet.
console-factor-confirm = Einschalten
console-factor-off = Ausschalten
console-factor-off-lead = Ihr Passwort allein öffnet dann wieder.
console-factor-codes = Codes auf Papier
console-factor-codes-lead = Für den Tag, an dem Ihr Telefon fehlt. Jeder gilt einmal, anstelle eines Codes vom Telefon.
console-factor-codes-yours = Ihre
console-factor-codes-once = Nur dieses eine Mal zu sehen. Schreiben oder drucken Sie sie und bewahren Sie sie nicht beim Telefon auf.
console-factor-codes-kept = Ich habe sie aufbewahrt
console-factor-codes-renew = Zehn neue Codes erstellen
console-factor-codes-renew-lead = Neue beenden die alten.
console-said-factor-off = Der zweite Faktor ist aus.

## Keys
console-keys = Schlüssel
console-keys-lead = Womit Ihre eigenen Programme Zutritt haben und Ihr Shop für seine Kunden bürgt.
console-keys-all = Alle Schlüssel
console-keys-none = Noch keine Schlüssel
console-keys-none-lead = Erstellen Sie für jedes Programm einen, dann lässt sich jeder einzeln widerrufen.
console-key-new = Ein neuer Schlüssel
console-key-name = Wofür er ist
console-key-name-help = Shop, nächtlicher Import, Kasse in Keswick.
console-key-opens = Was er öffnet
console-key-read = Lesen
console-key-read-help = Ideen und was daraus wurde, und alles über Personen und Konten, auch Adressen und Telefonnummern.
console-key-write = Lesen und schreiben
console-key-write-help = Reicht auch ein, stimmt ab, kommentiert und antwortet, für Kunden und Kollegen, die es nennt; ändert Personen und Konten und vergisst Personen endgültig.
console-key-sign-in = Kunden anmelden
console-key-sign-in-help = Ihr Shop signiert damit einen Ausweis: Wer ihn bringt, ist, wer der Shop sagt.
console-key-make = Schlüssel erstellen
console-key-made = Erstellt
console-key-used = Zuletzt benutzt
console-key-unused = noch nicht
console-key-acts = Ersetzen oder widerrufen
console-key-rotate = Ersetzen
console-key-revoke = Widerrufen
console-key-revoked = widerrufen
console-key-ends = endet {$what}
console-key-secret = Der Schlüssel
console-key-secret-lead = Ihr Programm sendet ihn als Authorization: Bearer.
console-key-signing-lead = Ihr Shop signiert Ausweise damit und nennt darin seine Kennung.
console-key-id = Seine Kennung
console-key-once = Nur dieses eine Mal zu sehen. Bewahren Sie ihn dort auf, wo nur Ihr Programm ihn liest.
console-key-grace = Der Schlüssel, den er ersetzt, gilt bis {$what}.
console-said-key-revoked = Der Schlüssel öffnet nichts mehr.

## Audit
console-audit = Protokoll
console-audit-lead = Wer was an Einstellungen und Personendaten getan hat. Hier lässt sich nichts ändern.
console-audit-file = Als CSV herunterladen
console-audit-filter = Filtern
console-audit-all = Alles zeigen
console-audit-who = Wer
console-audit-deed = Tat was
console-audit-at = Wann
console-audit-about = Worüber
console-audit-detail = Im Einzelnen
console-audit-anybody = Alle Personen
console-audit-anything = Alle Taten
console-audit-somebody = jemand, der nicht mehr da ist
console-audit-nobody = der Server
console-audit-none = Hier ist nichts
console-audit-none-lead = Nichts, was getan wurde, passt zu diesem Filter.
console-detail-name = Name
console-detail-title = Aufgabe
console-detail-role = Rolle
console-detail-unit = Bereich
console-detail-key = Kurzwort
console-detail-kind = Art
console-detail-scope = Umfang
console-detail-by-key = mit dem Schlüssel
console-detail-until = bis
console-detail-again = noch einmal
console-detail-by = durch
console-detail-ended = beendet
console-detail-tries = Versuche
console-detail-second-factor = mit zweitem Faktor
console-detail-slug = Kurzname
console-detail-host = Hostname
console-detail-currency = Währung
console-detail-zone = Zeitzone
console-detail-language = Sprache

## What staff did
kind-organisation-set-up = richtete die Organisation ein
kind-organisation-changed = änderte die Organisation
kind-staff-invited = lud jemanden ein
kind-staff-joined = kam dazu
kind-staff-signed-in = meldete sich an
kind-staff-sign-in-paused = zu viele falsche Passwörter an der Tür
kind-staff-role-changed = änderte eine Rolle
kind-staff-changed = änderte ein Teammitglied
kind-staff-closed = schloss einen Zugang
kind-staff-reopened = öffnete einen Zugang wieder
kind-staff-reset-offered = erstellte einen Link für ein neues Passwort
kind-staff-password-changed = änderte das eigene Passwort
kind-staff-second-factor-added = schaltete einen zweiten Faktor ein
kind-staff-second-factor-removed = schaltete einen zweiten Faktor aus
kind-staff-codes-renewed = erstellte neue Codes auf Papier
kind-staff-sessions-ended = meldete andere Browser ab
kind-units-added = fügte einen Bereich hinzu
kind-units-changed = änderte einen Bereich
kind-units-closed = schloss einen Bereich
kind-units-reopened = öffnete einen Bereich wieder
kind-keys-made = erstellte einen Schlüssel
kind-keys-rotated = ersetzte einen Schlüssel
kind-keys-revoked = widerrief einen Schlüssel

## Refused
error-console-role-above = Diese Rolle darf mehr als Ihre. Bitten Sie einen Inhaber.
error-console-last-owner = Das ist der letzte Inhaber. Machen Sie zuerst jemand anderen zum Inhaber, der die Einladung schon angenommen hat.
error-console-joined-already = Diese Person ist schon dabei. Wenn sie nicht hineinkommt, erstellen Sie einen Link für ein neues Passwort.
error-console-not-joined = Die Einladung wurde noch nicht angenommen. Erstellen Sie stattdessen eine neue.
error-console-closed = Dieser Zugang ist geschlossen. Öffnen Sie ihn zuerst wieder.
error-console-has-factor = Sie haben einen zweiten Faktor. Schalten Sie ihn aus, um einen anderen einzurichten.
error-console-too-many-units = Es gibt 500 Bereiche; mehr passen nicht hinein.
error-console-too-many-keys = Es sind 100 Schlüssel in Gebrauch. Widerrufen Sie zuerst einen, den niemand braucht.
error-console-key-ends = Dieser Schlüssel wurde schon widerrufen oder ersetzt. Erstellen Sie einen neuen.

## What can be wrong with something entered
console-wrong-name = Bitte schreiben Sie einen Namen mit höchstens 100 Buchstaben.
console-wrong-title = Bitte höchstens 100 Buchstaben.
console-wrong-email = Das ist keine E-Mail-Adresse wie ada@example.com.
console-wrong-email-taken = Diese Adresse hat hier schon jemand. Sie finden die Person in der Liste: Sie lässt sich noch einmal einladen oder wieder öffnen.
console-wrong-role = Bitte wählen Sie eine Rolle.
console-wrong-unit = Bitte wählen Sie einen Bereich, der offen ist.
console-wrong-password-short = Bitte nehmen Sie mindestens 12 Zeichen. Ein paar Wörter hintereinander sind gut.
console-wrong-password-long = Bitte nehmen Sie höchstens 200 Zeichen; länger ist nicht sicherer.
console-wrong-password-common = Das nehmen viele, also wird es zuerst probiert. Bitte nehmen Sie ein anderes.
console-wrong-password-own = Das ist Ihre Adresse, Ihr Name oder der Name der Organisation mit wenig dazu. Bitte nehmen Sie etwas, das niemand nachschlagen kann.
console-wrong-password-again = Die beiden sind nicht gleich. Bitte tippen Sie das Passwort zweimal.
console-wrong-password-old = Das ist nicht Ihr Passwort.
console-wrong-organisation = Bitte schreiben Sie den Namen der Organisation mit höchstens 100 Buchstaben.
console-wrong-slug = Zwei bis vierzig Kleinbuchstaben, Ziffern und Bindestriche, am Anfang ein Buchstabe.
console-wrong-slug-taken = Dieser Kurzname ist vergeben. Bitte wählen Sie einen anderen.
console-wrong-host = Ein Hostname wie ideas.example.com, ohne https://.
console-wrong-host-taken = Dieser Hostname führt schon zu einer anderen Seite.
console-wrong-currency = Eine Währung besteht aus drei Großbuchstaben, etwa GBP.
console-wrong-zone = Bitte wählen Sie eine Zeitzone aus der Liste.
console-wrong-language = Bitte wählen Sie eine Sprache aus der Liste.
console-wrong-unit-name = Bitte schreiben Sie den Namen des Bereichs mit höchstens 100 Buchstaben.
console-wrong-unit-key = Ein bis zwanzig Kleinbuchstaben, Ziffern und Bindestriche, am Anfang ein Buchstabe.
console-wrong-unit-key-taken = Dieses Kurzwort hat schon ein anderer Bereich.
console-wrong-code = Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten und versuchen Sie es noch einmal.
console-wrong-key-name = Bitte sagen Sie in höchstens 100 Buchstaben, wofür der Schlüssel ist.
measures-not-of-this = gehört nicht dazu
