# Was das Team liest: Sichten, der Tisch einer Idee, Tafeln, Einstellungen, Neuigkeiten.

## Überall
ideas-staff-title = Ideen
ideas-staff-somebody = Jemand
ideas-staff-save = Speichern
ideas-staff-change = Ändern
ideas-staff-find = Suchen
ideas-staff-undo = Rückgängig
ideas-staff-votes = { $n ->
    [0] Keine Stimmen
    [one] Eine Stimme
   *[other] {$count} Stimmen
}
ideas-staff-votes-word = Stimmen
ideas-staff-by-customers = { $n ->
    [one] ein Kunde
   *[other] {$count} Kunden
}
ideas-staff-apart = Getrennt gezählt
ideas-staff-apart-more = +{$what}
ideas-staff-by-apart = { $n ->
    [one] +1 getrennt gezählt
   *[other] +{$count} getrennt gezählt
}
ideas-staff-by-visitors = { $n ->
    [one] ein Besucher
   *[other] {$count} Besucher
}
ideas-staff-revisit-on = Wiedervorlage am {$what}

## Die Uhr
ideas-staff-day-of = Tag {$day} von {$of}
ideas-staff-overdue-today = seit heute überfällig
ideas-staff-overdue = { $n ->
    [one] einen Tag überfällig
   *[other] {$count} Tage überfällig
}
ideas-staff-answered-in = beantwortet nach {$what}
ideas-staff-answered-late = verspätet beantwortet, nach {$what}
ideas-staff-clock-stopped = niemand wartet

## Die Liste
ideas-staff-lead-none = Noch hat niemand eine Idee eingebracht.
ideas-staff-lead-done = Jede Idee hat ihre erste Antwort.
ideas-staff-lead-waiting = { $n ->
    [one] Eine Idee wartet auf ihre erste Antwort.
   *[other] {$count} Ideen warten auf ihre erste Antwort.
}
ideas-staff-lead-late = { $n ->
    [one] Bei einer ist unsere Zusage verstrichen.
   *[other] Bei {$count} ist unsere Zusage verstrichen.
}
ideas-staff-lead-soon = { $n ->
    [one] Eine ist in drei Tagen fällig.
   *[other] {$count} sind in drei Tagen fällig.
}
ideas-staff-tabs = Welche Ideen
ideas-staff-tab-waiting = Wartend
ideas-staff-tab-held = Zurückgehalten
ideas-staff-tab-revisit = Wiedervorlage
ideas-staff-tab-ungraded = Unbewertet
ideas-staff-tab-spam = Spam
ideas-staff-tab-all = Alle
ideas-staff-search = Suche
ideas-staff-search-hint = Wörter aus Titel oder Text
ideas-staff-board = Tafel
ideas-staff-unit = Bereich
ideas-staff-stage = Stufe
ideas-staff-tag = Schlagwort
ideas-staff-sort = Reihenfolge
ideas-staff-any-board = Jede Tafel
ideas-staff-any-unit = Jeder Bereich
ideas-staff-any-stage = Jede Stufe
ideas-staff-any-tag = Jedes Schlagwort
ideas-staff-sort-due = Früheste Zusage zuerst
ideas-staff-sort-new = Neueste zuerst
ideas-staff-sort-old = Älteste zuerst
ideas-staff-sort-votes = Meiste Stimmen zuerst
ideas-staff-sort-comments = Meiste Kommentare zuerst
ideas-staff-sort-grade = Beste Note zuerst
ideas-staff-sort-title = Nach Titel
ideas-staff-show = Zeigen
ideas-staff-found = { $n ->
    [one] Eine Idee:
   *[other] {$count} Ideen:
}
ideas-staff-filters-off = Filter entfernen
ideas-staff-head-due = Zusage
ideas-staff-head-new = Alter
ideas-staff-head-votes = Stimmen
ideas-staff-head-comments = Kommentare
ideas-staff-head-grade = Note
ideas-staff-head-title = Idee
ideas-staff-choose = Auswählen
ideas-staff-choose-one = {$what} auswählen
ideas-staff-is-held = zurückgehalten
ideas-staff-grade-of = {$what} von 5
ideas-staff-export = Ausgeben
ideas-staff-releases = Neuigkeiten
ideas-staff-boards = Tafeln
ideas-staff-settings = Zusage, Stufen, Wege
ideas-staff-no-board = Noch ist keine Ideenliste offen
ideas-staff-no-board-what = Eine Ideenliste sammelt, was zu einem Thema gehört: Laden, Werkstatt, Ausflüge. Öffnen Sie eine, dann können Kunden schreiben.
ideas-staff-no-board-do = Eine Ideenliste öffnen
ideas-staff-none = Noch keine Ideen
ideas-staff-none-what = Stellen Sie eine Frage dort, wo die Leute schon sind: auf dem Beleg, in der Nachricht der Werkstatt, an der Kasse.
ideas-staff-none-do = Die Seite ansehen, auf die sie kämen
ideas-staff-no-match = Keine solche Idee
ideas-staff-no-match-what = Entfernen Sie einen Filter, oder suchen Sie unter allen.
ideas-staff-empty-waiting = Niemand wartet
ideas-staff-empty-waiting-what = Jede Idee hat ihre erste Antwort. Neue erscheinen hier, die früheste Zusage zuerst.
ideas-staff-empty-held = Nichts wird zurückgehalten
ideas-staff-empty-held-what = Was jemand von uns aus der Ansicht nahm, und neue Ideen, wo sie moderiert werden, warten hier, bis jemand hingesehen hat.
ideas-staff-empty-revisit = Kein Tag ist gekommen
ideas-staff-empty-revisit-what = Ein Nein kommt an dem Tag hierher zurück, an dem wir wieder hinsehen wollten.
ideas-staff-empty-ungraded = Alles ist bewertet
ideas-staff-empty-ungraded-what = Ideen, die noch niemand bewertet hat, stehen hier.
ideas-staff-empty-spam = Kein Spam
ideas-staff-empty-spam-what = Was als Spam markiert wurde, bleibt hier und kann wieder gezeigt werden.
ideas-staff-empty-all = Keine Ideen
ideas-staff-empty-all-what = Was Kunden einbringen, steht hier.
ideas-staff-bulk = Mit den ausgewählten
ideas-staff-bulk-tag = Schlagwort
ideas-staff-bulk-tag-on = Schlagwort geben
ideas-staff-bulk-tag-off = Schlagwort nehmen
ideas-staff-bulk-reason = Warum es Spam ist
ideas-staff-bulk-spam = Als Spam markieren
ideas-staff-done-tag-one = Eine Idee hat jetzt das Schlagwort {$what}.
ideas-staff-done-tag-many = {$count} Ideen haben jetzt das Schlagwort {$what}.
ideas-staff-done-untag-one = Eine Idee hat das Schlagwort {$what} nicht mehr.
ideas-staff-done-untag-many = {$count} Ideen haben das Schlagwort {$what} nicht mehr.
ideas-staff-done-spam-one = Eine Idee ist als Spam markiert.
ideas-staff-done-spam-many = {$count} Ideen sind als Spam markiert.
ideas-staff-said-nothing = Das war schon so.
ideas-staff-said-undone = Rückgängig gemacht.

## Der Tisch
ideas-staff-on-site = Wie Kunden es sehen
ideas-staff-words = Was eingebracht wurde
ideas-staff-edited = geändert
ideas-staff-no-body = Der Titel sagt alles; mehr Text gibt es nicht.
ideas-staff-is-merged = Zusammengeführt. Für sie spricht eine andere Idee:
ideas-staff-unmerge = Wieder herauslösen
ideas-staff-held-stands = Zurückgehalten.
ideas-staff-before-held = Bevor sie geändert wurde, stand hier:
ideas-staff-said-until = Vorher stand hier:
ideas-staff-held-new = Neue und geänderte Ideen warten hier, bis jemand von uns hingesehen hat.
ideas-staff-spam-stands = Als Spam markiert.
ideas-staff-clear = Wieder zeigen
ideas-staff-answering = Antworten
ideas-staff-answering-what = { $n ->
    [0] Wer sie eingebracht hat, will es wissen.
    [one] Wer sie eingebracht hat und eine weitere Person wollen es wissen.
   *[other] Wer sie eingebracht hat und {$count} weitere wollen es wissen.
}
ideas-staff-answer-text = Was wir sagen
ideas-staff-answer-help = Alle können es lesen, unter Ihrem Namen. Die erste Antwort löst unsere Zusage ein.
ideas-staff-answer-stage = Wohin es von hier geht
ideas-staff-stay = Bleibt „{$what}“
ideas-staff-needs-no = Braucht einen Grund, den alle lesen können, und einen Tag, an dem wir wieder hinsehen.
ideas-staff-needs-evidence = Braucht etwas, das es zeigt.
ideas-staff-reason = Warum nicht
ideas-staff-reason-help = Ein, zwei ehrliche Sätze. Ohne Antwort oben ist dies die Antwort.
ideas-staff-revisit = Wir sehen wieder hin am
ideas-staff-revisit-help = Nach heute, innerhalb von fünf Jahren.
ideas-staff-evidence = Was zeigt, dass es da ist
ideas-staff-evidence-help = Ein Satz oder ein Link.
ideas-staff-answer-do = Antworten
ideas-staff-said-answered = Beantwortet.
ideas-staff-move-refused = Eine Idee, die „{$from}“ ist, kann nicht „{$to}“ werden.
ideas-staff-move-instead = Möglich ist: {$what}.
ideas-staff-move-none = Von hier führt kein Weg weiter.
ideas-staff-answers = Was wir gesagt haben
ideas-staff-corrected = { $n ->
    [one] einmal berichtigt
   *[other] {$count} Mal berichtigt
}
ideas-staff-correct = Berichtigen
ideas-staff-correct-words = Bessere Worte
ideas-staff-correct-do = Berichtigung speichern
ideas-staff-said-before = Vor der Berichtigung:
ideas-staff-said-corrected = Berichtigt. Was vorher dastand, bleibt erhalten.
ideas-staff-comments = Kommentare
ideas-staff-comments-none = Noch hat niemand etwas dazu gesagt.
ideas-staff-thanks = { $n ->
    [one] ein Dank
   *[other] {$count} Mal Dank
}
ideas-staff-made-on = gesagt zu „{$what}“
ideas-staff-hidden = verborgen
ideas-staff-restore = Wieder zeigen
ideas-staff-hide = Verbergen
ideas-staff-hide-why = Warum, für alle lesbar
ideas-staff-hide-do = Verbergen
ideas-staff-comment = Etwas dazu sagen
ideas-staff-comment-help = Alle können es lesen. Es ist keine offizielle Antwort: Die Uhr läuft weiter.
ideas-staff-comment-do = Kommentieren
ideas-staff-said-commented = Gesagt.
ideas-staff-said-hidden = Verborgen. Der Grund ist öffentlich.
ideas-staff-said-restored = Wieder zu sehen.
ideas-staff-notes = Notizen unter uns
ideas-staff-notes-what = Kunden sehen sie nie.
ideas-staff-note = Eine Notiz für das Team
ideas-staff-note-do = Notiz behalten
ideas-staff-said-noted = Notiert.
ideas-staff-history = Wie es hierher kam
ideas-staff-put-forward = {$what} hat sie eingebracht
ideas-staff-moved = {$who}: {$from} → {$to}
ideas-staff-looked-again = {$who} hat wieder hingesehen: weiter {$to}
ideas-staff-customers = von Kunden
ideas-staff-visitors = von Besuchern
ideas-staff-recorded = Von uns notiert
ideas-staff-due = Erste Antwort zugesagt bis
ideas-staff-on-behalf = Für jemanden stimmen
ideas-staff-grading = Note
ideas-staff-grade = Wie gut ist sie für uns?
ideas-staff-grade-none = Nicht bewertet
ideas-staff-grade-1 = 1, schlecht
ideas-staff-grade-2 = 2, schwach
ideas-staff-grade-3 = 3, ordentlich
ideas-staff-grade-4 = 4, gut
ideas-staff-grade-5 = 5, hervorragend
ideas-staff-grade-note = Warum, für das Team
ideas-staff-grade-do = Bewerten
ideas-staff-grades = { $n ->
    [one] Eine Note
   *[other] {$count} Noten
}
ideas-staff-place = Wohin sie gehört
ideas-staff-tags = Schlagwörter
ideas-staff-tags-help = Durch Kommas getrennt, höchstens fünf.
ideas-staff-tags-do = Schlagwörter speichern
ideas-staff-board-do = Dorthin verschieben
ideas-staff-removal = Aus der Ansicht nehmen
ideas-staff-removal-why = Warum
ideas-staff-removal-help = Der Grund ist öffentlich. Gelöscht wird nichts.
ideas-staff-hold = Zurückhalten
ideas-staff-spam = Es ist Spam
ideas-staff-said-held = Zurückgehalten.
ideas-staff-said-spam = Als Spam markiert. Sie kann wieder gezeigt werden.
ideas-staff-said-cleared = Wieder zu sehen, wo sie stand.
ideas-staff-came = Was daraus wurde
ideas-staff-draft = Entwurf
ideas-staff-unreleased = Es ist da, und noch keine Neuigkeit sagt es.

## Zusammenführen
ideas-staff-merging = Zusammenführen
ideas-staff-merged-by = zusammengeführt von {$what}
ideas-staff-similar = Ideen, die ähnlich klingen
ideas-staff-merge-into = In eine andere überführen
ideas-staff-merge-title = In eine andere Idee überführen
ideas-staff-merge-what = Die andere spricht von da an für beide. Jede Person zählt einmal. Kommentare bleiben, wo sie gemacht wurden. Es lässt sich genau wieder lösen.
ideas-staff-merge-found = Gefunden
ideas-staff-merge-none = Nichts Ähnliches
ideas-staff-merge-none-what = Suchen Sie nach anderen Wörtern: denen des anderen Titels.
ideas-staff-merge-look = Ansehen
ideas-staff-preview = Diese beiden zusammenführen?
ideas-staff-preview-from = Für diese wird gesprochen
ideas-staff-preview-into = Diese spricht für beide
ideas-staff-preview-undo = Wer die eine eingebracht hat, zählt als jemand, der es will; wer die andere eingebracht hat, zählt nicht. Wieder herausgelöst, ist alles wie zuvor.
ideas-staff-together = { $n ->
    [one] Zusammen will es eine Person,
   *[other] Zusammen wollen es {$count} verschiedene Personen,
}
ideas-staff-together-customers = davon Kunden: {$what}.
ideas-staff-both = { $n ->
    [0] Niemand ist bei beiden.
    [one] Eine Person ist bei beiden und zählt einmal.
   *[other] {$count} Personen sind bei beiden und zählen einmal.
}
ideas-staff-merge-do = Zusammenführen
ideas-staff-said-merged = Zusammengeführt. Diese spricht für beide.
ideas-staff-said-unmerged = Wieder herausgelöst, wo sie stand.

## Stimmen für andere
ideas-staff-on-behalf-what = Jemand hat uns am Telefon oder im Laden gesagt, dass er das will. Schreiben Sie auf, was gesagt wurde: Die Person kann es zurücknehmen, und wir auch.
ideas-staff-who = Wer hat es gesagt?
ideas-staff-people-search = Name, E-Mail-Adresse, Nummer
ideas-staff-people-found = Wer es war
ideas-staff-people-none = Niemand mit diesem Namen. Sie können die Person mit ihrer E-Mail-Adresse aufnehmen.
ideas-staff-people-new = Jemand, den wir noch nicht kennen
ideas-staff-email = E-Mail-Adresse
ideas-staff-name = Name
ideas-staff-heard-on = Wo
ideas-staff-heard = Was gesagt wurde
ideas-staff-heard-help = In den Worten der Person, damit jemand es nachprüfen kann.
ideas-staff-vote-do = Stimme notieren
ideas-staff-votes-closed = Keine Stimmen mehr
ideas-staff-votes-closed-what = So, wie diese Idee steht, kann niemand für sie stimmen.
ideas-staff-recorded-none = Keine notiert
ideas-staff-recorded-none-what = Stimmen, die wir für jemanden aufgeschrieben haben, stehen hier, mit dem, was gesagt wurde.
ideas-staff-revoke = Widerrufen
ideas-staff-said-voted = Notiert.
ideas-staff-said-voted-before = Diese Person zählte schon. Nichts hat sich geändert.
ideas-staff-said-revoked = Widerrufen.

## Geld
ideas-staff-money = Geld
ideas-staff-money-title = Was es gebracht hat
ideas-staff-money-what = Kosten, sobald es geplant ist; Erträge und Ersparnisse, sobald es da ist. Gelöscht wird nichts: Eine Buchung nimmt eine andere zurück.
ideas-staff-totals = Zusammen
ideas-staff-totals-none = Noch ist nichts gebucht.
ideas-staff-totals-apart = Gemessene und behauptete Beträge werden nie zusammengezählt.
ideas-staff-entries = Buchungen
ideas-staff-entry-kind = Was
ideas-staff-entry-note = Woher die Zahl kommt
ideas-staff-entry-note-help = Damit jemand anderes ihr folgen kann.
ideas-staff-entry-by = Von
ideas-staff-money-earned = Ertrag
ideas-staff-money-saved = Ersparnis
ideas-staff-money-cost = Kosten
ideas-staff-amount = Betrag
ideas-staff-amount-help = Genau, etwa 1204,50.
ideas-staff-currency = Währung
ideas-staff-basis = Woher man es weiß
ideas-staff-basis-experiment = Versuch
ideas-staff-basis-experiment-help = Ein Vergleich mit Los.
ideas-staff-basis-matched = Vergleich
ideas-staff-basis-matched-help = Verglichen mit ähnlichen Kunden, die es nicht betraf.
ideas-staff-basis-claimed = Angabe
ideas-staff-basis-claimed-help = Jemand sagt es.
ideas-staff-counter = Gegenbuchung
ideas-staff-taken-back = zurückgenommen
ideas-staff-take-back = Zurücknehmen
ideas-staff-take-back-why = Warum
ideas-staff-take-back-do = Zurücknehmen
ideas-staff-book = Einen Betrag buchen
ideas-staff-book-do = Buchen
ideas-staff-said-booked = Gebucht.
ideas-staff-said-taken-back = Durch eine Gegenbuchung zurückgenommen.
ideas-staff-credit = Wessen Verdienst es ist
ideas-staff-credit-what = Anteile in Prozent, zusammen 100. Sagen Sie nichts anderes, teilen die, die es eingebracht haben, zu gleichen Teilen.
ideas-staff-credit-do = Anteile speichern
ideas-staff-credit-find = Mit jemand anderem teilen
ideas-staff-credit-add = Aufnehmen

## Tafeln
ideas-staff-boards-what = Wo Ideen zu einem Thema beisammenstehen.
ideas-staff-boards-all = Alle Tafeln
ideas-staff-boards-none = Noch keine Tafel
ideas-staff-boards-none-what = Kunden können Ideen einbringen, sobald es eine Tafel gibt.
ideas-staff-closed = geschlossen
ideas-staff-board-add = Tafel hinzufügen
ideas-staff-board-name = Name
ideas-staff-board-key = Kürzel
ideas-staff-board-key-help = Kleine Buchstaben, Ziffern und Bindestriche, für Adressen: oeffnungszeiten.
ideas-staff-board-intro = Wofür sie da ist
ideas-staff-board-intro-help = Kunden lesen es über der Liste.
ideas-staff-board-place = Platz
ideas-staff-board-place-help = Eine kleine Zahl steht vorn.
ideas-staff-unit-none = Das ganze Unternehmen
ideas-staff-board-end = Ein Ende damit
ideas-staff-board-close-what = Eine geschlossene Tafel nimmt keine neuen Ideen an. Was dort steht, wird weiter besprochen und beantwortet.
ideas-staff-board-close = Tafel schließen
ideas-staff-board-reopen-what = Sie nimmt jetzt keine neuen Ideen an.
ideas-staff-board-reopen = Wieder öffnen
ideas-staff-said-closed = Geschlossen.
ideas-staff-said-reopened = Wieder offen.

## Einstellungen
ideas-staff-settings-what = Was wir zusagen, wie Stufen heißen und welche Wege Ideen gehen können.
ideas-staff-promise = Zusage
ideas-staff-promise-days = Erste Antwort innerhalb so vieler Tage
ideas-staff-promise-help = Sie gilt für Ideen, die von jetzt an eingebracht werden.
ideas-staff-moderated = Neue Ideen zuerst ansehen
ideas-staff-moderated-help = Niemand sonst sieht eine Idee, bis jemand von uns sie freigegeben hat.
ideas-staff-stages = Stufen
ideas-staff-stage-ours = Unsere
ideas-staff-stage-label = Ihr Wort
ideas-staff-stage-used = Genutzt
ideas-staff-stage-there = Ideen
ideas-staff-stage-always = immer
ideas-staff-stage-label-of = Ihr Wort für „{$what}“
ideas-staff-stage-used-of = „{$what}“ nutzen
ideas-staff-moves = Wege
ideas-staff-moves-what = Von der Stufe links zu der darüber. Zurückziehen, Spam und Zusammenführen haben eigene Wege.
ideas-staff-moves-from = Von
ideas-staff-move-words = Von „{$from}“ zu „{$to}“
ideas-staff-moves-reset = Zurück zu unseren
ideas-staff-moves-reset-sure = Alle unsere Wege wieder zulassen?
ideas-staff-said-moves-reset = Unsere Wege gelten wieder.

## Neuigkeiten
ideas-staff-releases-what = Sie haben gefragt, hier ist es: was Kunden darüber lesen, was da ist.
ideas-staff-release-write = Eine Neuigkeit schreiben
ideas-staff-release-title = Titel
ideas-staff-release-body = Was neu ist
ideas-staff-release-ideas = Die Ideen, aus denen sie kam
ideas-staff-release-none-shipped = Noch ist nichts umgesetzt. Bringen Sie zuerst eine Idee auf „Umgesetzt“.
ideas-staff-release-publish = Veröffentlichen
ideas-staff-release-draft = Als Entwurf behalten
ideas-staff-drafts = Entwürfe
ideas-staff-published = Veröffentlicht
ideas-staff-published-none = Noch nichts veröffentlicht
ideas-staff-published-none-what = Sagen Sie den Kunden, was aus ihren Ideen wurde: Darum haben sie weitere.
ideas-staff-said-published = Veröffentlicht.
ideas-staff-said-drafted = Als Entwurf behalten.

## Was nicht stimmte, wo eine Regel nur Englisch spricht
ideas-staff-wrong-text = Bitte schreiben Sie eine Antwort, oder wählen Sie, wohin die Idee von hier geht.
ideas-staff-wrong-reason = Bitte geben Sie einen Grund an, den alle lesen können, mit höchstens 500 Zeichen.
ideas-staff-wrong-revisit-on = Bitte sagen Sie, wann wir wieder hinsehen: nach heute, innerhalb von fünf Jahren.
ideas-staff-wrong-evidence = Was zeigt, dass es da ist? Bitte geben Sie einen Satz oder einen Link an.
ideas-staff-wrong-stage = Diese Stufe gibt es nicht.
ideas-staff-wrong-body = Bitte schreiben Sie etwas, mit höchstens 2.000 Zeichen.
ideas-staff-wrong-note = Bitte schreiben Sie es auf, mit höchstens 1.000 Zeichen.
ideas-staff-wrong-tags = Bitte geben Sie höchstens fünf Schlagwörter mit höchstens 30 Zeichen an.
ideas-staff-wrong-grade = Eine Note ist eine Zahl von 1 bis 5.
ideas-staff-wrong-idea = Bitte wählen Sie mindestens eine Idee aus.
ideas-staff-wrong-person = Bitte wählen Sie, wer es war.
ideas-staff-wrong-email = Das ist keine E-Mail-Adresse.
ideas-staff-wrong-name = Bitte geben Sie einen Namen an, der nicht zu lang ist.
ideas-staff-wrong-channel = Bitte sagen Sie, wo es war.
ideas-staff-wrong-kind = Bitte wählen Sie, was gebucht wird.
ideas-staff-wrong-basis = Bitte sagen Sie, woher man den Betrag weiß.
ideas-staff-wrong-amount = Ein Betrag ist größer als null; Kosten auch.
ideas-staff-wrong-value = Ein Betrag ist eine Zahl wie 11,77.
ideas-staff-wrong-shares = Anteile sind größer als null, jede Person hat einen, und zusammen sind es 100 Prozent.
ideas-staff-wrong-key = Bitte geben Sie ein Kürzel aus kleinen Buchstaben, Ziffern und Bindestrichen an, das keine andere Tafel hat.
ideas-staff-wrong-intro = Bitte höchstens 500 Zeichen.
ideas-staff-wrong-place = Bitte schreiben Sie eine ganze Zahl.
ideas-staff-wrong-promise-days = Eine erste Antwort wird innerhalb von 1 bis 365 Tagen zugesagt.
ideas-staff-wrong-label = Bitte geben Sie der Stufe einen Namen mit höchstens 30 Zeichen.
ideas-staff-wrong-moves = Ohne jeden Weg könnte keine Idee beantwortet werden. Bitte lassen Sie einige zu, oder gehen Sie zu unseren zurück.
ideas-staff-wrong-title = Bitte geben Sie einen Titel mit höchstens 90 Zeichen an.
ideas-staff-wrong-ideas = Eine Neuigkeit spricht von höchstens 50 Ideen.

## Stufen, wie das Team von ihnen spricht
ideas-staff-stage-submitted = Eingereicht
ideas-staff-stage-under-review = In Prüfung
ideas-staff-stage-needs-info = Rückfrage
ideas-staff-stage-planned = Geplant
ideas-staff-stage-in-progress = In Arbeit
ideas-staff-stage-shipped = Umgesetzt
ideas-staff-stage-measured = Gemessen
ideas-staff-stage-not-now = Jetzt nicht
ideas-staff-stage-declined = Abgelehnt
ideas-staff-stage-withdrawn = Zurückgezogen
ideas-staff-stage-spam = Spam
ideas-staff-stage-merged = Zusammengeführt

## Was Regeln dem Team verweigern
error-ideas-counter-entry = Dies ist selbst eine Gegenbuchung. Bitte buchen Sie den Betrag stattdessen neu.
error-ideas-is-spam = Diese Idee ist als Spam markiert. Bitte zeigen Sie sie zuerst wieder.
error-ideas-merge-circle = Jene Idee wurde in diese überführt. Lösen Sie sie zuerst heraus, dann geht es anders herum.
error-ideas-merge-itself = Eine Idee kann nicht in sich selbst überführt werden.
error-ideas-merge-target = Jene Idee wurde selbst in eine andere überführt. Bitte nehmen Sie jene.
error-ideas-not-held = Diese Idee wird weder zurückgehalten, noch ist sie Spam.
error-ideas-not-hidden = Dieser Kommentar ist nicht verborgen.
error-ideas-not-merged = Diese Idee ist in keine andere überführt.
error-ideas-not-public = Nur öffentliche Ideen werden zusammengeführt; eine von diesen ist zurückgehalten, zurückgezogen oder Spam.
error-ideas-published = Diese Neuigkeit wurde schon veröffentlicht.
error-ideas-taken-back = Diese Buchung wurde schon zurückgenommen.
error-ideas-too-early = Kosten werden gebucht, sobald eine Idee geplant ist; was sie brachte oder sparte, sobald sie umgesetzt ist.
error-ideas-vote-in-person = Diese Person hat selbst gestimmt; nur sie kann das zurücknehmen.
error-ideas-was-withdrawn = Wer sie eingebracht hat, hat diese Idee zurückgenommen; niemand wartet auf eine Antwort.
ideas-staff-also = { $name }, für andere { $shown }
ideas-review-what = Idee
