# Die Tür für Kunden, die erste Seite, mein Teil.

## Die Tür
signin-title = Anmelden
signin-lead = um bei {$what} mitzumachen. Sie brauchen kein Passwort; ein Code genügt.
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
signin-name-help = Unsere Leute sehen ihn, und andere auch, wenn Sie unten keinen Namen für andere wählen.
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

    Oder öffnen Sie in demselben Browser, in dem Sie danach gefragt haben, diesen Link:

    { $link }

    Beide gelten zehn Minuten, und nur dort. Haben Sie nicht danach gefragt, müssen Sie nichts tun.
signin-link-title = Mit dem Link anmelden
signin-link-lead = Sie haben diesen Link als {$what} angefordert. Drücken Sie den Knopf, dann sind Sie hier angemeldet.
signin-link-elsewhere = Dieser Link öffnet sich nur in dem Browser, in dem Sie ihn angefordert haben, einmal, zehn Minuten lang. Geben Sie dort den Code aus dem Brief ein, oder fordern Sie hier einen neuen an.

## Das Portal
signin-ways = Teile dieser Seite
signin-under-orders = Meine Bestellungen und Dienste
signin-under-orders-none = Noch ist hier nichts bekannt, was Sie gekauft haben.
signin-under-requests = Meine Anliegen
signin-under-requests-none = Sie haben uns um nichts gebeten, und nichts wartet auf Antwort.
signin-under-part = Was ich beigetragen habe
signin-under-points = Meine Punkte
signin-under-points-none = Sie haben noch keine Punkte.
signin-under-sent = Was ich bekomme
signin-under-sent-none = Sie bekommen nur, worum Sie bitten, etwa einen Code.
signin-under-data = Meine Daten
signin-services = Was Sie haben
signin-service-since = seit {$what}
signin-service-until = bis {$what}
signin-service-now = gehört Ihnen
signin-pseudonym = Name für andere
signin-pseudonym-help = Andere sehen diesen Namen an Stelle des Ihren, neben allem, was Sie geschrieben haben und schreiben werden. Unsere Leute sehen beide. Lassen Sie ihn leer, um unter Ihrem eigenen Namen gesehen zu werden.
signin-pseudonym-keep = Namen für andere behalten
signin-panel = Wie andere sie sehen
signin-panel-pseudonym = Name für andere
signin-panel-note = Selbst gewählt. Andere sehen den Namen oben nicht.
error-people-pseudonym-taken = Hier heißt schon jemand so, oder fast so. Bitte wählen Sie einen anderen Namen.
kind-customers-pseudonym-chosen = hat einen Namen für andere gewählt
kind-customers-sessions-ended = hat sich anderswo abgemeldet
kind-customers-left = hat sich verabschiedet

## Wo ich angemeldet bin
signin-sessions = Wo Sie angemeldet sind
signin-sessions-lead = Jeder Browser, in dem Sie sich angemeldet haben. Beenden Sie, was Sie nicht kennen: Wer ihn benutzt, ist mit dem nächsten Schritt draußen.
signin-session-this = dieser Browser
signin-session-since = Seit
signin-session-seen = zuletzt benutzt
signin-session-end = Beenden
signin-sessions-end-others = Alle anderen beenden
signin-sessions-only = Sie sind sonst nirgends angemeldet.
signin-session-ended = Beendet. Wer ihn benutzt hat, ist draußen.
signin-sessions-ended = Alle anderen sind beendet.
signin-browser-unknown = Ein Browser, den wir nicht kennen

## Gehen und vergessen werden
signin-leaving = Gehen oder vergessen werden
signin-leaving-lead = Zwei verschiedene Dinge: Wer geht, lässt da, was er getan hat; von wem vergessen wird, von dem bleibt nichts.
signin-leave = Gehen
signin-leave-out = Sie werden überall abgemeldet.
signin-leave-letters = Sie bekommen nichts mehr, dem Sie einmal zugestimmt haben.
signin-leave-stays = Was Sie geschrieben haben, bleibt unter Ihrem Namen. Melden Sie sich wieder an, und Sie sind zurück.
signin-left-why = Warum gehen Sie?
signin-left-why-help = Sie müssen es nicht sagen.
signin-left-unsaid = Das möchte ich nicht sagen
signin-left-too_much_mail = Ich bekomme zu viel
signin-left-not_useful = Es nützt mir nichts
signin-left-nothing_came_of_it = Aus dem, was ich gesagt habe, wurde nichts
signin-left-privacy = Ich möchte hier nicht gespeichert sein
signin-left-another_address = Ich benutze jetzt eine andere Adresse
signin-left-otherwise = Aus einem anderen Grund
signin-leave-do = Gehen
signin-has-left = Sie sind gegangen und überall abgemeldet.
signin-forget = Vergessen werden
signin-forget-no-way-back = Es gibt keinen Weg zurück.
signin-forget-no-way-back-what = Niemand, auch nicht unsere Leute, kann zurückbringen, was weg ist.
signin-forget-goes = Ihr Name, Ihre Adressen, Ihre Punkte und alles, was über Sie bekannt ist, gehen.
signin-forget-words = Was Sie geschrieben haben, geht. Wo andere mitgemacht haben, bleiben deren Worte, ohne Ihre.
signin-forget-stays = Was unsere Leute geschrieben haben, bleibt, und was andere in Dateien und Briefen haben, die sie bekamen.
signin-forget-orders = Was das Gesetz den Laden aufbewahren heißt, etwa Rechnungen, bleibt im Laden, nicht hier.
signin-forget-file-first = Nehmen Sie zuerst Ihre Datei mit, wenn Sie etwas behalten möchten.
signin-forget-address = Code schicken an
signin-forget-address-help = Damit das niemand in Ihrem Namen tut.
signin-forget-send = Code anfordern
signin-forget-no-address = Von Ihnen ist hier keine Adresse bekannt. Kommen Sie noch einmal aus dem Laden, damit wir wissen, dass Sie es sind, und tun Sie dies innerhalb von zehn Minuten.
signin-forget-sure = Ich weiß, dass sich das nicht zurücknehmen lässt.
signin-forget-sure-first = Bitte bestätigen Sie, dass Sie wissen, dass sich das nicht zurücknehmen lässt.
signin-forget-do = Für immer vergessen
signin-forget-come-again = Bitte gehen Sie zurück in den Laden und folgen Sie dort noch einmal dem Link, und tun Sie dies dann innerhalb von zehn Minuten.
signin-forget-code-gone = Dieser Code wurde schon benutzt, oder seine Zeit oder seine Versuche sind um. Fordern Sie einen neuen an.
signin-forget-letter-subject = { $code } bestätigt, dass { $site } Sie vergessen soll
signin-forget-letter-text = Jemand, der als Sie angemeldet ist, hat verlangt, dass { $site } Sie für immer vergisst. Waren Sie es, geben Sie dort diesen Code ein: { $code }

    Er gilt zehn Minuten. Waren Sie es nicht, tun Sie nichts: Ohne diesen Code geschieht nichts. Sehen Sie dann nach, wo Sie angemeldet sind, und beenden Sie, was Sie nicht kennen.
signin-forgotten = Sie werden vergessen
signin-forgotten-lead = Diese Quittung sagt nichts über Sie, und niemand kann aus ihr erkennen, wer Sie waren.
signin-forgotten-number = Nummer
signin-forgotten-asked = Verlangt
signin-forgotten-unreadable = Niemand kann etwas von Ihnen lesen
signin-forgotten-soon = in wenigen Minuten
signin-forgotten-gone = Nichts von Ihnen ist auf unseren Platten
signin-forgotten-later = später, wenn die letzten Kopien überschrieben sind
signin-forgotten-keep = Behalten Sie diese Adresse. Sie zeigt, wie weit es ist.

## Wege herein neben dem Code
signin-with-password = Mit Passwort
signin-password-title = Mit einem Passwort anmelden
signin-password = Passwort
signin-password-wrong = Adresse und Passwort gehören nicht zusammen, oder für diese Adresse ist kein Passwort gesetzt. Versuchen Sie es noch einmal, oder melden Sie sich mit einem Code an.
signin-password-paused = Zu viele Versuche für den Augenblick. Warten Sie ein wenig, oder melden Sie sich gleich mit einem Code an: Das geht immer.
signin-password-forgotten = Vergessen, oder nie eines gesetzt?
signin-password-by-code = Mit einem Code anmelden
signin-ways-in = Wie Sie sich anmelden
signin-ways-in-lead = Ein Code an Ihre Adresse geht immer. Sie können einen Weg dazunehmen, der schneller ist.
signin-prove = Zeigen Sie zuerst, dass Sie es sind
signin-prove-lead = Damit niemand, der diesen Browser offen findet, ändert, wie Sie hereinkommen. Ein Code genügt, für zehn Minuten.
signin-prove-no-address = Hier ist keine Adresse von Ihnen bekannt, an die ein Code gehen könnte. Melden Sie sich einmal mit Ihrer Adresse und einem Code an.
signin-prove-first = Bitte zeigen Sie zuerst, dass Sie es sind: Fordern Sie hier einen Code an.
signin-proven = Sie sind es. Sie können ändern, wie Sie sich anmelden.
signin-proven-as = Sie haben gezeigt, dass Sie {$what} lesen.
signin-proven-until = Bis {$what} können Sie ändern, wie Sie sich anmelden.
signin-password-lead = Sie brauchen keines. Wenn Sie möchten, setzen Sie eines und melden sich an, ohne auf einen Code zu warten. Haben Sie es vergessen, melden Sie sich mit einem Code an und setzen hier ein neues.
signin-password-none = Sie haben kein Passwort gesetzt.
signin-password-since = gesetzt
signin-password-new = Neues Passwort
signin-password-help = Mindestens 12 Zeichen. Ein paar Wörter hintereinander sind gut.
signin-password-again = Noch einmal
signin-password-set = Passwort setzen
signin-password-change = Passwort ändern
signin-password-kept = Ihr Passwort ist gespeichert.
signin-password-removed = Das Passwort ist entfernt.
signin-remove = Entfernen
signin-password-short = Bitte nehmen Sie mindestens 12 Zeichen. Ein paar Wörter hintereinander sind gut.
signin-password-long = Bitte nehmen Sie höchstens 200 Zeichen; länger ist nicht sicherer.
signin-password-common = Dieses nehmen viele, darum wird es zuerst versucht. Bitte nehmen Sie ein anderes.
signin-password-own = Das ist Ihre Adresse, Ihr Name oder der des Ladens mit wenig dazu. Bitte nehmen Sie etwas, das niemand nachschlagen kann.
signin-password-not-same = Die beiden sind nicht gleich. Bitte tippen Sie das Passwort zweimal.
signin-prove-letter-subject = { $code } bestätigt bei { $site }, dass Sie es sind
signin-prove-letter-text = Jemand, der bei { $site } als Sie angemeldet ist, möchte ändern, wie Sie sich anmelden. Waren Sie es, tippen Sie dort diesen Code ein: { $code }

    Er gilt zehn Minuten. Waren Sie es nicht, tun Sie nichts: Ohne diesen Code ändert sich nichts. Sehen Sie dann nach, wo Sie angemeldet sind, und beenden Sie, was Sie nicht kennen.
signin-password-set-letter-subject = Bei { $site } wurde ein Passwort gesetzt
signin-password-set-letter-text = Von jetzt an kann man sich als { $address } bei { $site } auch mit einem Passwort anmelden.

    Waren Sie es, brauchen Sie nichts zu tun. Waren Sie es nicht, melden Sie sich mit einem Code an, entfernen Sie das Passwort unter Mein Beitrag, Wie Sie sich anmelden, und beenden Sie, wo Sie nicht wissen, dass Sie angemeldet sind.
signin-password-changed-letter-subject = Ihr Passwort bei { $site } wurde geändert
signin-password-changed-letter-text = Das Passwort von { $address } bei { $site } wurde geändert.

    Waren Sie es, brauchen Sie nichts zu tun. Waren Sie es nicht, melden Sie sich mit einem Code an, entfernen Sie das Passwort unter Mein Beitrag, Wie Sie sich anmelden, und beenden Sie, wo Sie nicht wissen, dass Sie angemeldet sind.
signin-password-removed-letter-subject = Ihr Passwort bei { $site } wurde entfernt
signin-password-removed-letter-text = Als { $address } meldet man sich bei { $site } wieder mit einem Code an, nicht mit einem Passwort.

    Waren es nicht Sie, der es entfernt hat, sehen Sie unter Mein Beitrag nach, wo Sie angemeldet sind, und beenden Sie, was Sie nicht kennen.
kind-customers-password-set = hat ein Passwort gesetzt
kind-customers-password-removed = hat ein Passwort entfernt

## Passkeys
signin-use-passkey = Passkey benutzen
signin-passkey = Passkey
signin-passkeys = Passkeys
signin-passkeys-lead = Melden Sie sich mit dem Finger, dem Gesicht oder dem Code Ihres Geräts an, ohne etwas zu tippen. Nichts davon kommt zu uns: Ihr Gerät beweist nur, dass es Ihres ist.
signin-passkeys-none = Sie haben keinen Passkey hinzugefügt.
signin-passkey-name = Name des Passkeys
signin-passkey-name-help = Damit Sie ihn wiedererkennen: mein Telefon, der Schlüssel am Bund.
signin-passkey-add = Passkey hinzufügen
signin-passkey-added = Der Passkey ist hinzugefügt.
signin-passkey-added-at = hinzugefügt
signin-passkey-unused = noch nicht benutzt
signin-passkey-removed = Der Passkey ist entfernt. Auf Ihrem Gerät steht er vielleicht noch; hier öffnet er nichts mehr.
signin-passkey-not-here = Dieser Browser kann hier keine Passkeys hinzufügen, oder seine Skripte sind aus. Der Code geht immer.
signin-passkey-stopped = Das wurde abgebrochen, oder hier ist kein Passkey für diese Seite. Versuchen Sie es noch einmal, oder melden Sie sich mit einem Code an.
signin-passkey-not-added = Dieser Passkey konnte nicht hinzugefügt werden. Bitte versuchen Sie es noch einmal.
signin-passkey-kind = Dieses Gerät macht Passkeys einer Art, die hier nicht bekannt ist. Bitte nehmen Sie ein anderes.
signin-passkey-most = { $n ->
    [one] Es ist Platz für einen Passkey. Bitte entfernen Sie ihn zuerst.
   *[other] Es ist Platz für {$count} Passkeys. Bitte entfernen Sie zuerst einen.
}
error-signin-passkey-refused = Dieser Passkey konnte hier nicht benutzt werden. Bitte versuchen Sie es noch einmal, oder melden Sie sich mit einem Code an.
signin-passkey-added-letter-subject = Bei { $site } wurde ein Passkey hinzugefügt
signin-passkey-added-letter-text = Von jetzt an kann man sich als { $address } bei { $site } auch mit einem neuen Passkey anmelden.

    Waren Sie es, brauchen Sie nichts zu tun. Waren Sie es nicht, melden Sie sich mit einem Code an, entfernen Sie den Passkey unter Mein Beitrag, Wie Sie sich anmelden, und beenden Sie, wo Sie nicht wissen, dass Sie angemeldet sind.
signin-passkey-removed-letter-subject = Bei { $site } wurde ein Passkey entfernt
signin-passkey-removed-letter-text = Ein Passkey von { $address } öffnet bei { $site } nichts mehr.

    Waren es nicht Sie, der ihn entfernt hat, sehen Sie unter Mein Beitrag nach, wo Sie angemeldet sind, und beenden Sie, was Sie nicht kennen.
kind-customers-passkey-added = hat einen Passkey hinzugefügt
kind-customers-passkey-removed = hat einen Passkey entfernt
