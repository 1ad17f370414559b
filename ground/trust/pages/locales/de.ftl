## Vertrauen: was getrennt gezählt wird
trust-name = Getrennt gezählt
trust-lead = Wo mehrere Konten wie eine Person aussehen, wird, was sie geben, getrennt gezählt, bis Sie entscheiden. Nichts wird gelöscht.
trust-tabs = Was entschieden wurde
trust-apart = Getrennt gezählt
trust-none = Hier ist nichts
trust-none-what = Sobald mehrere Konten wie eine Person aussehen, stehen sie hier, mit den Gründen.
trust-something = Etwas, das nicht mehr da ist
trust-all-of-theirs = Alles, was jemand gibt
trust-somebody = Jemand ohne Namen
trust-by-hand = Getrennt gezählt von jemandem aus dem Team:
trust-appealed = widerspricht
trust-cut = Gezeigt werden die ersten 200. Entscheiden Sie über einige, dann folgen die nächsten.
trust-people = { $n ->
    [one] Eine Person
   *[other] {$count} Personen
}
trust-things = { $n ->
    [one] eine Sache
   *[other] {$count} Sachen
}
trust-decide = Entscheiden
trust-decide-all = { $n ->
    [one] Über eine Person entscheiden
   *[other] Über alle {$count} zusammen entscheiden
}
trust-why = Warum?
trust-why-help = Die Kundin oder der Kunde liest es.
trust-why-all-help = Alle davon lesen es.
trust-uphold = Bleibt getrennt
trust-lift = Zählt wieder
trust-stage-open = Zu entscheiden
trust-stage-upheld = Bleibt getrennt
trust-stage-lifted = Zählt wieder

trust-how = So geht es
trust-how-deleted = Nichts wird gelöscht. Was aufgehoben ist, zählt wieder, als wäre nichts gewesen.
trust-how-minute = Listen folgen Ihrer Entscheidung innerhalb einer Minute.
trust-how-prints = Sie sehen, welche Art von Zeichen wie viele verbindet, nie eine Anschrift oder Karte: Aufbewahrt werden nur Abdrücke davon.
trust-how-family = Zwei können ein Paar sein, darum braucht es drei; ein Büro hinter einer Adresse bleibt in Frieden. Echte Bestellungen sprechen für Menschen.

## Warum
trust-sign-browser = { $n ->
    [one] Eine Person davon benutzt denselben Browser.
   *[other] {$count} davon benutzen denselben Browser.
}
trust-sign-payment = { $n ->
    [one] Eine Person davon zahlt mit derselben Karte.
   *[other] {$count} davon zahlen mit derselben Karte.
}
trust-sign-mailbox = { $n ->
    [one] Die Adresse einer Person davon führt in dasselbe Postfach.
   *[other] Die Adressen von {$count} davon führen in dasselbe Postfach.
}
trust-sign-household = { $n ->
    [one] Eine Person davon gehört zum selben Haushalt.
   *[other] {$count} davon gehören zum selben Haushalt.
}
trust-sign-place = { $n ->
    [one] Pakete an eine Person davon gehen an denselben Ort.
   *[other] Pakete an {$count} davon gehen an denselben Ort.
}
trust-sign-phone = { $n ->
    [one] Eine Person davon hat dieselbe Telefonnummer.
   *[other] {$count} davon haben dieselbe Telefonnummer.
}
trust-sign-network = { $n ->
    [one] Eine Person davon kam innerhalb einer Stunde aus demselben Netz.
   *[other] {$count} davon kamen innerhalb einer Stunde aus demselben Netz.
}
trust-sign-arrival = { $n ->
    [one] Eine Person davon kam zum ersten Mal innerhalb derselben zehn Minuten.
   *[other] {$count} davon kamen zum ersten Mal innerhalb derselben zehn Minuten.
}
trust-in-burst = Die meisten taten es innerhalb einer Stunde.

## Wie weit jemandem vertraut wird
trust-of = Wie weit { $what } vertraut wird
trust-level = Stufe
trust-levels = Stufen
trust-levels-lead = Jede Stunde berechnet aus dem, was Menschen in den letzten 100 Tagen taten. Sie sagen Ihnen, mit wem Sie es zu tun haben; niemandem wird ihretwegen etwas verwehrt.
trust-level-people = Personen
trust-all-others = alle anderen
trust-level-new = Neu
trust-level-known = Bekannt
trust-level-member = Mitglied
trust-level-regular = Stammgast
trust-level-new-what = Hier fangen alle an.
trust-level-known-what = Eine Adresse ist bestätigt, dazu eine echte Bestellung oder etwas getan an 3 Tagen.
trust-level-member-what = An 10 Tagen an 3 Sachen teilgenommen, Dank bekommen und gegeben.
trust-level-regular-what = An 25 Tagen an 10 Sachen teilgenommen, 20-mal Dank von mindestens 4 Personen bekommen, 30-mal gedankt.
trust-since = Seit
trust-bought = Hat hier gekauft
trust-lost-at = Geht verloren am, wenn nicht neu verdient
trust-in-force = Zählt zurzeit als
trust-rests = Worauf das beruht
trust-next = Es fehlt für { $what }
trust-next-tonight = Nichts: Die Stufe kommt, sobald wieder gerechnet wird.
trust-at-least = { $has }, mindestens { $bound }
trust-at-most = { $has }, höchstens { $bound }
trust-yes = ja
trust-no = nein
trust-asked-proven = Eine Adresse ist bestätigt
trust-asked-upheld = Etwas wurde zu Recht getrennt gezählt
trust-asked-flaggers = Personen, die etwas meldeten
trust-asked-days = Tage, an denen etwas getan wurde
trust-asked-things = Verschiedene Sachen, an denen teilgenommen wurde
trust-asked-received = Dank und Stimmen bekommen
trust-asked-received-people = von wie vielen Personen
trust-asked-received-days = an wie vielen Tagen
trust-asked-given = Dank und Stimmen gegeben
trust-asked-given-people = an wie viele Personen
trust-asked-given-days = an wie vielen verschiedenen Tagen
trust-person-none = Nichts davon wird getrennt gezählt.
trust-person-page = Alles über diese Person
trust-hand = Alles getrennt zählen
trust-hand-what = Stimmen dieser Person stehen überall getrennt, bis jemand aus dem Team es aufhebt. Sie erfährt, warum, und kann einmal sagen, dass es falsch ist.
trust-hand-do = Getrennt zählen
trust-panel-more = Worauf das beruht
trust-trouble-appeals = Widersprüche von Menschen, die getrennt gezählt werden: { $what }

## Für Kundinnen und Kunden
trust-mine = Getrennt gezählt
trust-mine-lead = Hier waren wir nicht sicher, dass jede Stimme von einem anderen Menschen kommt. Was Sie gaben, bleibt erhalten; es wird getrennt gezählt, bis jemand von uns es angesehen hat.
trust-mine-none = Alles von Ihnen zählt
trust-mine-none-what = Nichts, was Sie gaben, wird getrennt gezählt.
trust-mine-more = Warum, und was Sie dazu sagen können
trust-mine-since = Seit
trust-mine-note = Wir schrieben:
trust-mine-said = Sie schrieben am
trust-mine-answer = Unsere Antwort vom
trust-all-of-mine = Alles, was Sie geben
trust-appeal = Ist das falsch? Sagen Sie uns, warum.
trust-appeal-help = Sie können es einmal sagen. Jemand von uns liest es und antwortet hier.
trust-appeal-do = Absenden

## Gesagt, nachdem etwas getan wurde
trust-said-appealed = Danke. Jemand von uns liest es und antwortet hier.
trust-said-upheld = Es bleibt getrennt. Wen es betrifft, der liest, warum.
trust-said-lifted = Es zählt wieder, innerhalb einer Minute.
trust-said-nothing = Es war nichts mehr zu entscheiden.
trust-said-apart = Alles von dieser Person wird nun getrennt gezählt.

## Was an einem Formular nicht stimmt
trust-wrong-why = Bitte sagen Sie, warum, in höchstens 1.000 Zeichen.
trust-wrong-note = Bitte sagen Sie, warum, in höchstens 1.000 Zeichen.
trust-wrong-words = Bitte sagen Sie es in 10 bis 2.000 Zeichen.

## Absagen
error-trust-appealed = Dazu haben Sie schon einmal gesagt, was Sie denken. Jemand von uns liest es.
error-trust-decided = Darüber ist schon entschieden.
error-trust-lifted = Das wurde schon aufgehoben: Alles zählt.
error-trust-not-proven = Bitte bestätigen Sie zuerst eine Adresse von Ihnen: Melden Sie sich mit dem Code an, den wir Ihnen senden.
error-trust-machine = Dieses Formular hat ein Feld, das Menschen nicht sehen, und es war ausgefüllt. Bitte lassen Sie es leer und senden Sie noch einmal.
error-trust-form-old = Dieses Formular war zu lange offen. Bitte sehen Sie es noch einmal an und senden Sie es noch einmal.
error-trust-form-used = Das wurde schon gesendet.
error-trust-too-fast = Das ging sehr schnell. Bitte lesen Sie es noch einmal und senden Sie es noch einmal.
error-trust-too-many = Das ist mehr, als wir auf einmal annehmen. Bitte versuchen Sie es später noch einmal.
error-trust-held = Jemand von uns sieht sich das an, bevor andere es sehen.
trust-review-what = Stimmen, die wie eine aussehen
