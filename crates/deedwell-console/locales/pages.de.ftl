# Start, Personen, Messgrößen, und was die Palette findet.

## Start
home-title = Start
home-good-morning = Guten Morgen, {$what}.
home-good-afternoon = Guten Tag, {$what}.
home-good-evening = Guten Abend, {$what}.
home-since-24h = In den letzten 24 Stunden
home-since-7d = In den letzten 7 Tagen
home-since-28d = In den letzten 28 Tagen
home-chip-24h = 24 Stunden
home-chip-7d = 7 Tage
home-chip-28d = 28 Tage
home-period = Zeitraum
home-units = Bereiche
home-all-units = Alle Bereiche
home-lead-before = { $n ->
    [one] hat
   *[other] haben
}
home-lead-between = {""}
home-lead-after = {" "}getan.
home-lead-nothing = hat niemand etwas getan.
home-people = { $n ->
    [one] {$count} Mensch
   *[other] {$count} Menschen
}
home-things = { $n ->
    [one] eine Sache
   *[other] {$count} Dinge
}
home-waiting = { $n ->
    [1] Einer wartet auf Antwort
    [2] Zwei warten auf Antwort
    [3] Drei warten auf Antwort
    [4] Vier warten auf Antwort
    [5] Fünf warten auf Antwort
    [6] Sechs warten auf Antwort
    [7] Sieben warten auf Antwort
    [8] Acht warten auf Antwort
    [9] Neun warten auf Antwort
   *[other] {$count} warten auf Antwort
}
home-needs-overdue = { $n ->
    [one] , davon eine überfällig
   *[other] , davon {$count} überfällig
}
home-needs-overdue-more = , davon mehr als {$count} überfällig
home-needs-today = { $n ->
    [one] , und einem haben wir sie bis heute versprochen
   *[other] , und {$count} haben wir sie bis heute versprochen
}
home-needs = Wartet auf Sie
home-needs-order = Nächstes Versprechen zuerst
home-needs-none = Niemand wartet auf Antwort.
home-needs-more = {$what}: {$count} weitere
home-due-in = fällig in {$what}
home-overdue = überfällig seit {$what}
home-trouble = Bitte ansehen
home-fresh-lead = Hier ist noch nichts geschehen. Vier Dinge bringen es in Gang.
home-begin = Beginnen Sie hier
home-begin-source = Laden oder Website anbinden
home-begin-source-how = Ein Schlüssel und ein paar Zeilen zum Kopieren: von da an kommt von selbst an, was Kunden tun.
home-begin-source-go = Quelle öffnen
home-begin-import = Einkäufe einlesen
home-begin-import-how = Eine CSV-Datei mit einer Zeile je Einkauf: wer (E-Mail-Adresse oder Nummer), wann, wie viel. Ein Probelauf zeigt zuerst, was hereinkäme.
home-begin-open = {$what} für Ihre Kundschaft öffnen
home-begin-open-how = Stellen Sie eine Frage, und drucken Sie den Link auf den Kassenzettel.
home-begin-go = Zu {$what}
home-begin-invite = Jemanden aus dem Team einladen
home-begin-invite-how = Jemand muss antworten. Zu zweit geht es schneller.
home-begin-invite-go = Einladen
home-four = Kundschaft, letzte 28 Tage
home-key-interval = Schätzung und 95-%-Intervall
home-baseline-year = dieselben Wochen im Vorjahr
home-baseline-weeks = die 28 Tage davor
home-baseline-none = noch nichts zum Vergleichen
home-stat-anything = Haben etwas getan
home-stat-took-part = Haben mitgemacht: {$what}
home-stat-bought = Haben etwas gekauft
home-stat-answered = Von uns beantwortete Beiträge
home-stat-nobody = noch niemand, nach dem man fragen könnte
home-stat-no-baseline = noch kein Vergleich
home-stat-more = vorher {$was}
home-stat-less = vorher {$was}
home-stat-cannot-tell = nicht von {$was} zu unterscheiden
home-stat-foot = {$range} · von {$of} · {$said}
home-stat-label = {$value} %, Intervall {$range}, {$said}
home-weeks = Menschen, die etwas getan haben, je Woche
home-weeks-explained = Dreizehn Wochen zu sieben Tagen, die letzte endet jetzt. Das Intervall sagt, wie weit eine Zahl von Menschen durch Zufall schwanken kann (Poisson, 95 %). Ohne Team, Testkonten und Maschinen.
home-weeks-finding = Menschen, die etwas getan haben, je Woche, dreizehn Wochen: von {$first} auf {$last}
home-weeks-last-year = {$what} im Vorjahr
home-weeks-last = letzte 7 Tage
home-weeks-none = In diesen dreizehn Wochen hat niemand etwas getan.
home-weeks-table = Die Zahlen als Tabelle
home-weeks-week = Woche
home-weeks-people = Menschen
home-weeks-range = 95-%-Intervall
home-weeks-actions = Handlungen
home-weeks-before = Ein Jahr zuvor
home-key-band = dieses Jahr, 95-%-Band
home-key-last-year = Vorjahr
home-now = Gerade eben
home-now-badge = live
home-nothing-yet = Noch nichts.
home-key-did = getan
home-key-said = gesagt
home-key-we = von uns
home-half = Unsere Hälfte
home-half-when = letzte 28 Tage
home-half-answered = {$what}: beantwortet
home-half-official = {$what}: offizielle Antworten
home-half-median = {$what}: erste offizielle Antwort, Median
home-half-of = {$n} von {$of}
home-half-no-median = noch unter der Hälfte
home-half-index = Ansprechbarkeit, von 100
home-half-more = Wie schnell und offen wir antworten
home-happened = Was geschehen ist
home-happened-sentence = {$since}: {$people}, {$things}, das Neueste zuerst. Was Maschinen und Testkonten taten, was nur behauptet ist und was wir über jemanden sagten, zählt hier nicht.
home-everything-sentence = {$since}: {$people}, {$things}, das Neueste zuerst: auch was Maschinen und Testkonten taten, was nur behauptet ist und was wir über jemanden sagten.
home-show = Was gezeigt wird
home-show-counted = Was zählt
home-show-everything = Alles

## Personen
people-title = Personen
people-total = { $n ->
    [one] Ein Mensch.
   *[other] {$count} Menschen.
}
people-none-lead = Hier ist noch niemand bekannt.
people-somebody = Jemand
people-colleague = Jemand vom Team
people-nameless = Ohne Namen {$what}
people-name = Name
people-tags = Etiketten
people-tag = Etikett
people-last-seen = Zuletzt da
people-actions = Handlungen
people-purchases = Einkäufe
people-spent = Ausgegeben
people-never = nie
people-test = Testkonto
people-tags-more = { $n ->
   *[other] und {$count} weitere
}
people-search = Suche
people-search-hint = Name, E-Mail, Nummer oder Kennung
people-unit = Zuerst gesehen in
people-known-by = Bekannt durch
people-first-met = Zuerst gesehen
people-sort = Reihenfolge
people-show = Zeigen
people-any-tag = jedes Etikett
people-any-unit = jeder Bereich
people-any-kind = irgendetwas
people-met-any = irgendwann
people-seen-any = irgendwann
people-within-24h = in 24 Stunden
people-within-7d = in 7 Tagen
people-within-28d = in 28 Tagen
people-within-90d = in 90 Tagen
people-within-year = in einem Jahr
people-kind-email = E-Mail
people-kind-phone = Telefon
people-kind-login = Anmeldename
people-kind-card = Karte
people-kind-browser = Browser
people-kind-import = Nummer in einem anderen System
people-sort-seen = zuletzt da zuerst
people-sort-actions = meiste Handlungen
people-sort-spent = höchste Ausgaben
people-sort-name = nach Namen
people-sort-newest = neueste zuerst
people-sort-oldest = älteste zuerst
people-filtered = Nur:
people-filters-off = Alle
people-everybody = Alle
people-views = Gemerkte Ansichten
people-views-edit = Ansichten
people-view-keep = Diese Liste merken
people-view-name = Name der Ansicht
people-view-save = Merken
people-view-forget = Entfernen
people-view-kept = Die Ansicht ist gemerkt.
people-view-forgotten = Die Ansicht ist entfernt.
people-no-match = Niemand passt dazu
people-no-match-what = Nehmen Sie einen Filter weg, oder schreiben Sie weniger vom Namen.
people-empty = Noch niemand
people-empty-what = Menschen erscheinen hier mit dem ersten Einkauf, den Sie einlesen, oder sobald sich jemand anmeldet und mitmacht.
people-empty-do = Was zuerst zu tun ist
people-choose = Auswählen
people-choose-one = {$what} auswählen
people-all-here = { $n ->
    [one] Den einen auf dieser Seite
   *[other] Alle {$count} auf dieser Seite
}
people-bulk-tag = Etikett für die Auswahl
people-bulk-do = Anheften
people-tagged = { $n ->
    [one] Ein Mensch hat jetzt das Etikett
   *[other] {$count} Menschen haben jetzt das Etikett
}
people-tagged-before = Alle hatten dieses Etikett schon.
people-tag-undone = Das Etikett ist wieder ab.
people-undo = Rückgängig
people-export = Als CSV ausgeben
people-export-one = Alles ausgeben, was wir haben
people-export-sent = Ausgeben, was gesendet wurde
people-since = zuerst gesehen {$what}
people-tag-add = Etikett anheften
people-tag-off = dieses Etikett entfernen
people-rename = Umbenennen
people-rename-do = Merken
people-test-mark = Als Testkonto kennzeichnen
people-test-unmark = Wieder mitzählen
people-test-what = Ein Testkonto wird in keiner Messung mitgezählt, auch seine Vergangenheit nicht. Nichts davon geht verloren.
people-test-marked = Wird ab jetzt nirgends mitgezählt.
people-test-unmarked = Wird wieder mitgezählt.
people-renamed = Der Name ist geändert.
people-known-as = Bekannt als
people-known-none = Kein Kennzeichen ist bekannt.
people-proven = bewiesen
people-claimed = behauptet
people-proof-claimed = so wird gesagt; gezeigt hat es niemand. Seit {$what}
people-proof-import = stand in einer Datei, die wir eingelesen haben, {$what}
people-proof-staff = jemand vom Team bürgt dafür, {$what}
people-proof-server = unser eigener Server hat es gesagt, {$what}
people-proof-token = Anmeldung in unserem Laden, {$what}
people-proof-code = ein Code dorthin wurde beantwortet, {$what}
people-accounts = Konten
people-account-nameless = Konto ohne Namen
people-facts = Tatsachen
people-fact-met = Zuerst gesehen
people-fact-unit = Wo
people-fact-language = Sprache
people-fact-actions = Handlungen
people-fact-last = Zuletzt da
people-timeline = Alles der Reihe nach
people-timeline-empty = Noch nichts
people-timeline-empty-what = Hier erscheint, was dieser Mensch tut und was wir darauf tun.
people-timeline-no-match = Nichts dieser Art
people-timeline-no-match-what = Wählen Sie eine andere Tat, einen anderen Weg oder Tag.
people-entries = { $n ->
    [one] Ein Eintrag
   *[other] {$count} Einträge
}
people-show-whose = Wessen Taten
people-show-all = Alles
people-show-they = Von ihnen
people-show-we = Von uns
people-narrow = Eingrenzen
people-deed = Tat
people-any-deed = jede Tat
people-channel = Weg
people-any-channel = jeder Weg
people-from = Von
people-to = Bis
people-today = Heute
people-yesterday = Gestern
people-this-week = Früher in dieser Woche
people-earlier-in = Früher im {$what}
people-month-1 = Januar
people-month-2 = Februar
people-month-3 = März
people-month-4 = April
people-month-5 = Mai
people-month-6 = Juni
people-month-7 = Juli
people-month-8 = August
people-month-9 = September
people-month-10 = Oktober
people-month-11 = November
people-month-12 = Dezember
people-buying = Einkäufe
people-bought-nothing = Kein Einkauf, von dem wir wüssten.
people-last-bought = Zuletzt gekauft
people-rhythm = Eigener Rhythmus
people-rhythm-table = Dasselbe als Tabelle
people-rhythm-day = Gekauft am
people-rhythm-gap = Nach
people-rhythm-few = Zu wenige Einkäufe, um etwas zu sagen. Ein Rhythmus braucht drei Einkaufstage.
people-rhythm-key = Tage von Einkauf zu Einkauf, der letzte läuft noch; gepunktet: ihr Median. Höchster: {$what}.
people-usually = Gewöhnlich alle {$median} Tage, mittlere Hälfte {$low} bis {$high}.
people-due = Wieder fällig {$from} bis {$to}.
people-due-now = Etwa jetzt fällig.
people-late = { $n ->
    [one] Einen Tag überfällig.
   *[other] {$count} Tage überfällig.
}
people-days = { $n ->
    [one] ein Tag
   *[other] {$count} Tage
}
kind-imported = hat eine Datei eingelesen
kind-people-list-exported = hat eine Liste von Personen als Datei geholt
kind-people-exported = hat die Akte einer Person als Datei geholt
people-told = Was über sie gesagt ist
people-has = Hat
people-profile = Profil: Felder, Einwilligungen, was sie haben
people-merges = Wer eine Person ist
people-merges-lead = Zwei, die eine Person sein könnten, warten hier auf Sie. Wen wir kennen, der wird nie von selbst mit jemandem vereint, und jede Vereinigung lässt sich zurücknehmen.
people-merges-waiting = Vielleicht eine Person
people-merges-none = Niemand wartet
people-merges-none-what = Nennt ein Server Kennzeichen zweier Personen zusammen oder heißen zwei gleich, so erscheinen sie hier.
people-merges-done = Vereint
people-merges-first = die ersten {$count}; sind sie entschieden, kommen die nächsten
people-merges-never = Bisher wurde niemand vereint.
people-merges-and = und
people-merge-undone = zurückgenommen
people-merge-undo = Zurücknehmen
people-merge-undo-do = Wieder zwei daraus machen
people-reason = Warum?
people-pair-one = Die eine
people-pair-other = Die andere
people-pair-because = Was dafür spricht
people-pair-look = Beide ansehen
people-pair-link = Einer Ihrer Server nannte bei der einen Person das Kennzeichen der anderen: {$kind} {$value}.
people-pair-name = Beide heißen {$what}.
people-pair = Zwei nebeneinander
people-pair-lead = Sind sie eine Person? Nichts wird umgeschrieben, wenn Sie sie vereinen; darum lässt es sich zurücknehmen.
people-pair-find = Wer könnte mit {$what} eine Person sein?
people-pair-found = Gefunden
people-merge = Sie sind eine Person
people-merge-what = Eine Seite mit { $signs } Kennzeichen und { $actions } Handlungen. In jeder Messung zählen sie einmal.
people-merge-how = Jedes Kennzeichen behält, was damit getan wurde: Nehmen Sie es zurück, so steht alles wie zuvor, und was inzwischen kam, bleibt bei seinem Kennzeichen. Seite und Name der ersten bleiben.
people-merge-turn = Stattdessen {$what} behalten
people-merge-why = Woher wissen Sie das?
people-merge-do = Vereinen
people-merge-kept = bleibt
people-merge-with = Mit jemandem vereinen
people-apart = Sie sind zwei
people-apart-what = Es wird nicht wieder gefragt.
people-apart-why = Woher wissen Sie das?
people-apart-do = Getrennt lassen
people-merged = Sie sind jetzt eine Person.
people-unmerged = Sie sind wieder zwei.
people-told-apart = Sie bleiben zwei, und es wird nicht wieder gefragt.
people-why = Warum {$what} eine Person ist
people-why-this = Warum ist das eine Person?
people-why-lead = Alles, was über die Kennzeichen gesagt wurde, an denen wir sie kennen, das Neueste zuerst: was wir glaubten, was nicht, und warum.
people-said = Was gesagt wurde
people-said-none = Über ihre Kennzeichen wurde nichts gesagt.
people-said-claimed = Ein Browser oder Besucher sagte es; glauben musste es niemand
people-said-import = Es stand in einer Datei, die jemand aus dem Haus einlas
people-said-staff = Jemand aus dem Haus sagte es
people-said-server = Einer Ihrer Server sagte es
people-said-token = Die Person meldete sich mit Ihrem Shop an
people-said-code = Die Person beantwortete einen Code
people-said-message = Nachricht {$what}
people-refused-two-people = nicht geglaubt: es gehört nachweislich jemand anderem
people-refused-too-many = nicht geglaubt: mehr darf niemand haben
people-refused-prove-it = nicht geglaubt: es gehört jemandem, den wir kennen
people-refused-blocked = nicht benutzt: es bezeichnet hier niemanden
people-link-void = zurückgenommen
people-link-wrong = Das stimmt nicht
people-link-take-back = Zurücknehmen
people-link-again = Wieder gelten lassen
people-link-taken-back = Zurückgenommen. Wer eine Person ist, wurde neu ermittelt.
people-link-counts-again = Es gilt wieder.
people-rules = Wie Personen erkannt werden
people-rules-lead = Kennzeichen, die ein Server zusammen nennt, werden die einer Person. Diese Regeln verhindern, dass eine geteilte Adresse oder ein Kiosk aus vielen eine Person macht.
people-limits = Wie viele Kennzeichen jemand haben darf
people-limits-what = Was darüber hinausgeht, wird aufgehoben und nicht geglaubt. Bei Anmeldungen: je System. Was vorher verbunden wurde, bleibt.
people-limit-set = Setzen
people-rules-set = Die Grenze ist gesetzt.
people-blocked-values = Werte, die niemanden bezeichnen
people-blocked-what = Eine Adresse, die ein ganzes Büro benutzt, eine Testnummer. Der Wert bleibt bei dem, womit er kam, und verbindet niemanden. Was Programme schreiben, wo niemand ist (null, -1, anonymous, …), ist schon gesperrt.
people-blocked-value = Wert
people-blocked-none = Bisher keiner.
people-block-do = Sperren
people-unblock = Wieder zulassen
people-blocked = Von jetzt an gesperrt.
people-unblocked = Der Wert darf wieder jemanden bezeichnen.
kind-people-merged = hat zwei Personen vereint
kind-people-unmerged = hat aus einer Person wieder zwei gemacht
kind-people-separated = hat Kennzeichen einer Person getrennt oder wieder verbunden
kind-people-told-apart = hat festgehalten, dass zwei nicht eine Person sind
kind-people-rules-changed = hat geändert, wie Personen erkannt werden
kind-people-renamed = hat den Namen geändert
kind-people-tagged = hat ein Etikett angeheftet
kind-people-marked-as-test = hat gesagt, ob eine Person zählt
kind-people-untagged = hat ein Etikett entfernt

## Messgrößen
measures-title = Messgrößen
measures-lead = Acht Fragen an jede Art mitzumachen. Farbe heißt: das Intervall hat den Vergleichswert hinter sich gelassen. Grau heißt: hat es nicht, was die Zahl auch sagt.
measures-rows = Zeilen und Abfrage
measures-window = Zeitraum
measures-window-28d = 28 Tage
measures-window-month = Letzter Kalendermonat
measures-window-90d = 90 Tage
measures-window-year = Ein Jahr
measures-window-all = Bis heute
measures-window-custom = Von … bis
measures-from-to = {$from} bis {$to}
measures-from = Erster Tag
measures-to = Letzter Tag
measures-show = Zeigen
measures-units = Bereiche
measures-all-units = Alle Bereiche
measures-eligible = { $n ->
    [one] ein Mensch kommt in Frage
   *[other] {$count} Menschen kommen in Frage
}
measures-left-out = ohne Team und Testkonten
measures-up-to = gelesen bis {$what}
measures-grid = Tafel der Messgrößen
measures-grid-what = Programme und Messgrößen
measures-ways = Arten mitzumachen
measures-empty = Keine Art mitzumachen ist offen
measures-empty-what = Messgrößen folgen aus dem, was ein Programm erklärt. Öffnen Sie eines, dann erscheint seine Zeile.
measures-each-links = Jede Zahl führt zu den Menschen und Beiträgen dahinter.
measures-more = mehr
measures-fewer = weniger
measures-cannot-tell = nicht zu sagen
measures-too-few = zu wenige
measures-no-evidence = noch kein Beleg
measures-of-hundred = von 100
measures-of = { $n ->
   *[other] von {$count}
}
measures-to-date = { $n ->
   *[other] {$count} bis heute
}
measures-money-heading = Wie das Geld gezählt wird.
measures-money-how = Versuch: gegen Menschen, die der Zufall ausgelassen hat. Verglichen: gegen Kundschaft mit gleicher Vergangenheit. Behauptet: jemand sagt es; mit Plus gezeigt und nie zusammengezählt. Kosten sind abgezogen.
measures-a-head = Menschen
measures-a-under = verschiedene
measures-a-share = {$percent} % ({$range}) von {$of}
measures-nobody-eligible = niemand kommt in Frage
measures-b-head = Beiträge
measures-b-last-month = { $n ->
   *[other] {$count} im letzten Monat
}
measures-b-each = {$what} je Kopf
measures-c-head = Güte
measures-c-under = mittlere Note und Intervall
measures-c-graded = { $n ->
   *[other] {$count} benotet
}
measures-c-none = nichts wurde benotet
measures-c-needed = {$n} von {$needed} nötigen Noten
measures-c-label = {$value} von 100, Intervall {$range}
measures-d-head = Verlauf
measures-d-under = gegen ebenso lange davor
measures-d-counts = {$now} gegen {$before} Menschen
measures-d-contributions = Beiträge {$what}
measures-d-cannot-tell = {$what}, nicht zu sagen
measures-d-none-before = davor keiner
measures-d-nothing = nichts in beiden Zeiträumen
measures-d-to-date = vor „bis heute“ liegt nichts
measures-e-head = Von anderen beantwortet
measures-e-under = Menschen
measures-e-responses = { $n ->
    [one] eine Antwort
   *[other] {$count} Antworten
}
measures-e-per = {$what} je Teilnehmer
measures-f-head = Von uns beantwortet
measures-f-under = und wie bald
measures-f-share = {$percent} % ({$range})
measures-f-official = { $n ->
    [one] eine offizielle Antwort
   *[other] {$count} offizielle Antworten
}
measures-f-median = Median {$what}
measures-f-no-median = noch unter der Hälfte
measures-f-none = nichts zu beantworten
measures-g-head = Bewertet, dann getan
measures-g-under = im Alter von 30, 90, 365 Tagen
measures-g-done = → {$n} getan
measures-g-decided = { $n ->
   *[other] {$count} entschieden
}
measures-g-cohort = {$days} T: {$evaluated} % → {$implemented} % von {$of}
measures-g-young = noch keiner ist 30 Tage alt
measures-g-none = nichts zu entscheiden
measures-h-head = Geld
measures-h-under = und sein Beleg
measures-h-basis = {$basis} ({$n})
measures-h-claimed = {$what} behauptet
measures-basis-experiment = Versuch
measures-basis-matched = verglichen
measures-basis-claimed = behauptet
measures-who = Wer
measures-what = Was
measures-value = Wert
measures-when = Wann
measures-nobody = Deedwell
measures-csv = Zeilen als CSV
measures-behind-entries = { $n ->
    [one] ein Eintrag
   *[other] {$count} Einträge
}
measures-behind-people = { $n ->
    [one] ein Mensch
   *[other] {$count} Menschen
}
measures-behind-empty = Hinter dieser Zahl steht noch nichts
measures-behind-empty-what = In diesem Zeitraum ist nichts dergleichen geschehen.
measures-how = Wie gezählt wird
measures-how-all = Ein Beitrag zählt, wenn ihn jemand von der Kundschaft oder ein Gast gemacht hat, kein Testkonto und keine Maschine, und wenn er nicht ungültig wurde (Spam, zusammengelegt, zurückgezogen) oder danach wieder galt. Menschen zählen einmal, gleich unter welcher Adresse sie kamen.
measures-a-means = Wie viele verschiedene Menschen haben beigetragen?
measures-a-formula = A = verschiedene Menschen mit mindestens einem gültigen Beitrag im Zeitraum. Anteil = A ÷ alle, die in Frage kommen: wer am Ende des Zeitraums bekannt war. Intervall: Wilson, 95 %.
measures-a-listed = Beiträge dieser Menschen
measures-b-means = Wie viele Beiträge gibt es: im Zeitraum, im letzten Kalendermonat, bis heute?
measures-b-formula = B = gültige Beiträge im Zeitraum. Je Kopf = B ÷ A. Der letzte Kalendermonat ist der letzte ganze (UTC) vor dem Ende des Zeitraums.
measures-b-listed = Beiträge
measures-c-means = Wie gut sind die Beiträge?
measures-c-formula = Die letzte Note jedes gültigen Beitrags aus dem Zeitraum, von der schlechtesten = 0 bis zur besten = 1; das Mittel der benoteten, mit Wilsons 95-%-Intervall für ebenso viele. Unter fünf Noten wird nichts gesagt.
measures-c-listed = Benotete Beiträge
measures-d-means = Machen mehr oder weniger Menschen mit als zuvor, mit mehr oder weniger Beiträgen?
measures-d-formula = R = (k₁ ÷ t₁) ÷ (k₂ ÷ t₂), dieser Zeitraum gegen den ebenso langen davor, für Menschen und für Beiträge. Exaktes 95-%-Intervall, denn k₁ bei gegebenem k₁ + k₂ ist binomial (Clopper und Pearson). Grau, solange das Intervall die 1 enthält.
measures-d-listed = Beiträge beider Zeiträume
measures-e-means = Wie viele Menschen haben auf den Beitrag eines anderen geantwortet?
measures-e-formula = E = verschiedene Menschen, die im Zeitraum den Beitrag eines anderen kommentiert oder dafür gestimmt haben; eigene Stimmen zählen nicht. Je Teilnehmer = E ÷ A.
measures-e-listed = Antworten anderer
measures-f-means = Wie viele Beiträge haben wir beantwortet, und wie bald?
measures-f-formula = Von den gültigen Beiträgen aus dem Zeitraum: jene mit irgendeiner öffentlichen Handlung des Teams, jene mit offizieller Antwort, beides vor seinem Ende; Wilson, 95 %. Zeit bis zur offiziellen Antwort: Median nach Kaplan und Meier, wobei Unbeantwortete bis zum Ende des Zeitraums gewartet haben.
measures-f-listed = Eingegangene Beiträge
measures-g-means = Wie viele Beiträge wurden bewertet, und wie viele dann verwirklicht?
measures-g-formula = Zahlen bis zum Ende des Zeitraums, über alle gültigen Beiträge. Daneben, von denen, die 30, 90 und 365 Tage alt geworden sind, der Anteil bewertet → getan in genau diesem Alter, damit ein Andrang neuer nicht wie Versagen aussieht.
measures-g-listed = Bewertet, entschieden oder getan
measures-h-means = Was hat es gebracht, und woher wissen wir das?
measures-h-formula = Gebucht im Zeitraum: Ertrag und Ersparnis abzüglich Kosten, Zeile für Zeile mit ihrem Beleg: Versuch, verglichen oder behauptet. Zweierlei Belege oder Währungen werden nie zusammengezählt.
measures-h-listed = Buchungen
measures-rows-lead = Dieselben Zahlen als Zeilen, und die Frage in SQL, die sie aus dem offenen See nachrechnet. Niemand muss uns glauben.
measures-rows-json = Tafel als JSON
measures-rows-sql = Abfrage als Text
measures-rows-how = So wird nachgerechnet
measures-rows-how-1 = Binden Sie den See in DuckDB unter dem Namen lake ein: attach 'ducklake:sqlite:ledger.ducklake' as lake (read_only).
measures-rows-how-2 = Geben Sie Personen und Kennzeichen mit deedwell export aus, und laden Sie sie als Tabellen: create table person as from read_csv('people.csv', all_varchar = true); ebenso identity. Sie liegen im Zustand, nicht im See, der nichts Persönliches enthält.
measures-rows-how-3 = Führen Sie die Abfrage unten aus. Jedes Programm ergibt eine Zeile; die Spalten heißen wie im JSON.
measures-rows-query = Abfrage

## Jemanden vergessen.

people-forget = Eine Person vergessen
people-forget-link = Vergessen …
people-forget-whom = { $what } für immer vergessen?
people-forget-lead = Niemand kann das zurücknehmen. Sichern Sie zuvor, was Sie behalten müssen.
people-forget-goes = Was verschwindet
people-forget-signs = { $n ->
    [one] Ein Kennzeichen: eine Adresse, eine Nummer, ein Browser
   *[other] { $count } Kennzeichen: Adressen, Nummern, Browser
}
people-forget-actions = { $n ->
    [0] Keine Einträge über ihr Tun
    [one] Ein Eintrag über ihr Tun
   *[other] { $count } Einträge über ihr Tun
}
people-forget-goes-profile = Name, Profil, Schlagworte, Einwilligungen, Verträge und Mitgliedschaften
people-forget-goes-words = Die Worte ihrer Ideen, ihre Kommentare, Stimmen und Danksagungen; was andere sagten, bleibt
people-forget-goes-sent = Was über sie gesendet wurde und was Webhooks von ihnen erfuhren
people-forget-stays = Was bleibt
people-forget-stays-staff = Was Ihre eigenen Leute schrieben: Antworten, Notizen, Gründe. Sehen Sie dort nach dem Namen
people-forget-stays-copies = Kopien außerhalb: Sicherungen, ausgegebene Dateien und Systeme, denen Webhooks es meldeten
people-forget-stays-account = Das Konto, dessen Name ihrer sein kann:
people-forget-sure = Sind Sie sicher?
people-forget-why = Warum soll die Person vergessen werden?
people-forget-why-asked = Sie hat darum gebeten
people-forget-why-not_needed = Wir müssen sie nicht mehr kennen
people-forget-why-mistake = Sie hätte nie hier sein sollen
people-forget-known = Ich weiß, dass sich das nicht zurücknehmen lässt
people-forget-do = Für immer vergessen
people-forget-not = Behalten
people-forgetting = Die Person wird vergessen. In einer Minute ist nichts mehr über sie zu lesen.
people-forgotten = Wer vergessen wurde
people-forgotten-lead = Je ein Beleg, der nicht sagt, um wen es ging. Binnen einer Minute ist nichts mehr zu lesen; nach etwa zehn Minuten steht nichts mehr auf der Platte.
people-forgotten-none = Niemand wurde vergessen
people-forgotten-none-what = Wer vergessen werden will, wird es auf der eigenen Seite, unter „Vergessen …“.
people-forgotten-asked = Gefragt
people-forgotten-why = Warum
people-forgotten-gone = Was verschwand
people-forgotten-state = Wie weit es ist
people-forgotten-by-key = Durch ein Programm: { $what }
people-forgotten-by-themselves = Durch sie selbst
console-audit-customer = der Kunde selbst
people-forgotten-signs = { $n ->
    [one] Ein Kennzeichen
   *[other] { $count } Kennzeichen
}
people-forgotten-entries = { $n ->
    [one] ein Eintrag in Dateien
   *[other] { $count } Einträge in Dateien
}
people-forgotten-waits = In Arbeit
people-forgotten-is-unreadable = Nicht mehr lesbar
people-forgotten-is-gone = Verschwunden
kind-people-erased = hat eine Person für immer vergessen

# Responsiveness
resp-title = Ansprechbarkeit
resp-lead = Wie schnell und wie offen wir antworten, entscheiden und handeln, über alle Arten der Teilnahme. Was noch offen ist, zählt als wartend.
resp-index = Index
resp-of-hundred = von 100
resp-owed = { $n ->
    [one] {$count} Anliegen, das eine Antwort braucht
   *[other] {$count} Anliegen, die eine Antwort brauchen
}
resp-owed-people = { $n ->
    [one] von {$count} Person
   *[other] von {$count} Personen
}
resp-too-few = Zu wenige, um etwas zu sagen: Ein Index braucht {$count} Anliegen.
resp-too-few-short = zu wenige, {$count} nötig
resp-no-before = {$what}; im Zeitraum davor zu wenige zum Vergleichen.
resp-better = {$now}, höher als im Zeitraum davor: {$was}.
resp-worse = {$now}, niedriger als im Zeitraum davor: {$was}.
resp-cannot-tell = {$now}; im Zeitraum davor {$was}: nicht zu unterscheiden.
resp-not-alike = {$now}. Der Zeitraum davor, {$was}, besteht aus anderen Teilen und ist nicht vergleichbar.
resp-share = {$share} % ({$low}–{$high})
resp-parts = Woraus der Index besteht
resp-part = Teil
resp-weight = Gewicht
resp-share-head = Anteil
resp-interval = Intervall
resp-of = Von
resp-part-answered = Rechtzeitig beantwortet
resp-part-decided = Rechtzeitig entschieden
resp-part-done = Rechtzeitig getan, je Zusage
resp-part-explained = Entscheidungen mit sichtbarem Grund
resp-part-told = Alle Beteiligten erfuhren davon
resp-part-by_person = Von einem Menschen beantwortet
resp-not-said = zu wenige oder zu jung
resp-too-young = zu jung, um etwas zu sagen
resp-not-recorded = wird noch nicht festgehalten
resp-within = Innerhalb von
resp-fits = {$what}, angemessen
resp-fact-answered = Beantwortet innerhalb von {$what}
resp-fact-decided = Entschieden innerhalb von {$what}
resp-fact-done = Getan innerhalb von {$what} nach der Zusage
resp-half = Die Hälfte ist innerhalb von {$median} beantwortet ({$low} bis {$high}).
resp-not-yet-half = Noch ist nicht die Hälfte beantwortet.
resp-nobody-knows = unbekannt
resp-late-unanswered = {$n} länger als {$span} unbeantwortet
resp-late-broken = { $n ->
    [one] {$count} gebrochenes Versprechen, seither nichts
   *[other] {$count} gebrochene Versprechen, seither nichts
}
resp-late-see = Ansehen, was wartet
resp-unit = Bereich
resp-no-unit = Ohne Bereich
resp-owed-head = Gefragt
resp-index-head = Index
resp-before-head = Davor
resp-place = Platz
resp-place-what = Plätze gelten unter Bereichen, bei denen nach denselben Dingen gefragt wurde, und einer steht nur dann über einem anderen, wenn ihre ganzen Intervalle auseinanderliegen. „1–3“ heißt: Niemand kann sagen, welchen der drei Plätze er hat.
resp-place-alone = kein anderer wie er
resp-empty = Noch hat niemand um etwas gebeten
resp-empty-what = Wenn Kundinnen und Kunden Ideen einbringen oder sich beschweren, zeigt diese Seite, wie bald und wie offen sie Antwort bekamen.
resp-how = Wie das berechnet wird
resp-how-owed = Gefragt: jede gültige Idee, jede Beschwerde und jedes andere Anliegen, das im Zeitraum kam und auf unsere Antwort wartet. Zurückgezogenes, Spam und Testkonten bleiben weg; Offenes nie.
resp-how-parts = Drei Anteile sind nach Kaplan und Meier: von einem Menschen beantwortet, entschieden, und nach einer Zusage getan, jeweils innerhalb einer Zeit, die zur Art der Teilnahme passt. Drei sind einfache Anteile: Entscheidungen mit einem Grund, den man sehen kann, Entscheidungen, von denen alle Beteiligten erfuhren, Antworten von einem Menschen statt einer Maschine. Ein Anteil von weniger als fünf, oder für den weniger als fünf alt genug sind, bleibt samt Gewicht weg.
resp-how-formula = Index = 100 × Summe(Gewicht × Anteil) ÷ Summe(Gewicht), über die bekannten Anteile
resp-how-example = Beispiel: Von 20 Anliegen wurden 60 % rechtzeitig beantwortet und 50 % entschieden, 80 % der Entscheidungen hatten einen Grund, 80 % der Antworten kamen von einem Menschen. (35 × 0,6 + 20 × 0,5 + 10 × 0,8 + 10 × 0,8) ÷ 75 = 0,627: ein Index von 62,7, Intervall 44,3 bis 78,0.
resp-how-interval = Das Intervall enthält die Wahrheit in 95 von 100 Fällen. Es weiß, dass die Anteile eines Anliegens zusammenhängen und dass eine Person viele bringen kann. Der Zeitraum davor steht so da, wie er an seinem Ende war, damit beide gleich viel Zeit hatten. Unter zehn Anliegen wird nichts gesagt.
resp-how-rank = Plätze gibt es nur unter Bereichen, bei denen nach denselben Dingen gefragt wurde, und nur, wo Intervalle sich nicht überlappen.

review-title = Zu prüfen
review-lead = Was auf jemanden von uns wartet, bevor es gezeigt, gezählt oder gezahlt wird. Entscheiden Sie auf der jeweiligen Seite; wen es betrifft, der liest die Begründung und kann widersprechen.
review-none = Nichts wartet
review-none-what = Hierher kommen neue Ideen, wo sie zuerst angesehen werden, Stimmen, die wie eine aussehen, Freunde, deren Prämie ein Ja braucht, und Widersprüche.
review-what = Was
review-who = Von wem
review-why = Warum es wartet
review-since = Seit
review-appeal = Widerspruch
review-they-say = Sie sagen:
review-more = { $n ->
    [one] 1 weiteres wartet; es erscheint, sobald hier entschieden ist.
   *[other] { $count } weitere warten; sie erscheinen, sobald hier entschieden ist.
}
review-decide = Entscheiden
review-somebody = Jemand
find-everywhere = „{$what}“ in Ideen, Beschwerden, Bestellungen suchen
