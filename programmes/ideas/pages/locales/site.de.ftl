# Ideen, wie Kundinnen und Kunden sie sehen; auch wie das Programm, seine Stufen, Taten und Absagen heißen.
# Die Seiten der Mitarbeitenden haben eine eigene Datei.

ideas-name = Ideen
ideas-invitation = Sagen Sie, was es besser machen würde. Andere stimmen ab, und jemand, der entscheiden kann, antwortet, auch wenn es ein Nein ist.
ideas-somebody = Jemand
ideas-words-forgotten = Diese Worte wurden entfernt

## Die Ideenliste
ideas-heading = Was sollen wir als Nächstes tun?
ideas-lead = { $n ->
    [one] Sagen Sie, was es besser machen würde. Andere stimmen ab, jemand, der entscheiden kann, antwortet innerhalb eines Tages, und hier steht, was daraus wurde, auch wenn es ein Nein ist.
   *[other] Sagen Sie, was es besser machen würde. Andere stimmen ab, jemand, der entscheiden kann, antwortet innerhalb von {$count} Tagen, und hier steht, was daraus wurde, auch wenn es ein Nein ist.
}
ideas-one-sentence = Ihre Idee in einem Satz
ideas-put-forward = Idee einreichen
ideas-same-idea = Während Sie schreiben, suchen wir nach derselben Idee, damit sich die Stimmen nicht verteilen.
ideas-takes-none = Hier werden zurzeit keine neuen Ideen angenommen. Abstimmen und kommentieren können Sie weiterhin.
ideas-ways = Alles über Ideen
ideas-way-board = Ideen
ideas-way-roadmap = Was geplant ist
ideas-way-changelog = Was daraus wurde
ideas-way-mine = Meine Ideen und Stimmen
ideas-boards = Themen
ideas-all-boards = Alle Themen
ideas-board-closed = {$what} (geschlossen)
ideas-search = Ideen durchsuchen
ideas-search-go = Suchen
ideas-orders = In welcher Reihenfolge
ideas-order-random = In zufälliger Reihenfolge
ideas-order-random-why = Jeden Tag neu ausgelost und für Sie an einer eigenen Stelle begonnen, damit Ideen nicht oben bleiben, weil sie oben stehen.
ideas-order-hot = Zuletzt gewünscht
ideas-order-hot-why = Wer eine Idee möchte, zählt einmal, und mit der Zeit immer weniger: nach einer Woche noch etwa ein Drittel.
ideas-order-top = Am meisten gewünscht
ideas-order-top-why = Die Stimmen als Anteil aller, die seit dem Einreichen hätten abstimmen können, vorsichtig gerechnet, solange es wenige sind (untere Grenze eines Wilson-Intervalls von 95 %).
ideas-order-new = Neueste
ideas-order-new-why = Die neuesten zuerst.
ideas-states = Wie weit sie sind
ideas-all = Alle
ideas-waiting-ones = Warten auf Antwort
ideas-answered-ones = Beantwortet
ideas-tags = Stichwörter
ideas-found = { $n ->
    [0] Keine Idee enthält diese Wörter.
    [one] Eine Idee enthält diese Wörter.
   *[other] {$count} Ideen enthalten diese Wörter.
}
ideas-none-such = Keine solchen Ideen
ideas-none-such-what = Nehmen Sie einen Filter weg, oder suchen Sie mit weniger Wörtern.
ideas-show-all = Alle Ideen zeigen
ideas-none-yet = Noch keine Ideen
ideas-none-yet-what = Jemand muss den Anfang machen. Ein Satz genügt.
ideas-no-board = Noch ist kein Thema offen. Bitte kommen Sie später wieder.
ideas-feed-title = Neue Ideen und unsere Antworten
ideas-feed-answer = Beantwortet: {$what}

## Wie es um eine Idee steht
ideas-stage-submitted = neu
ideas-stage-under-review = wird angesehen
ideas-stage-needs-info = eine Frage ist offen
ideas-stage-planned = geplant
ideas-stage-in-progress = in Arbeit
ideas-stage-shipped = umgesetzt
ideas-stage-measured = gemessen
ideas-stage-not-now = nicht jetzt
ideas-stage-declined = nein
ideas-stage-withdrawn = zurückgenommen
ideas-stage-spam = entfernt
ideas-stage-merged = zusammengelegt
ideas-step-submitted = Eingereicht
ideas-badge-waiting = {$stage}, Antwort bis {$day}
ideas-badge-overdue = {$stage}, Antwort seit {$day} fällig
ideas-badge-held = noch nicht öffentlich
ideas-how-far = Wie weit sie gekommen ist
ideas-again-on = Wir sehen sie uns am {$what} wieder an.

## Stimmen
ideas-votes = { $n ->
    [one] Eine Stimme
   *[other] {$count} Stimmen
}
ideas-votes-word = { $n ->
    [one] Stimme
   *[other] Stimmen
}
ideas-has-bought = hat hier gekauft
ideas-vote-given = mit Ihrer
ideas-vote-own = Ihre Idee
ideas-vote-label = {$votes}: abstimmen für {$title}
ideas-vote-label-given = {$count} mit Ihrer: Ihre Stimme zurücknehmen von {$title}
ideas-vote-label-door = {$votes}: anmelden und abstimmen für {$title}
ideas-vote-label-own = {$votes} für Ihre eigene Idee: {$title}
ideas-vote-label-counted = {$count} mit Ihrer, denn eine Idee von Ihnen wurde hier eingebracht: {$title}
ideas-vote-label-closed = {$votes}: {$title}
ideas-who-wants-it = Wer sie möchte
ideas-nobody-else-yet = Noch niemand sonst.
ideas-and-more = und {$count} weitere
ideas-customers = Kundinnen und Kunden
ideas-visitors = Besuch
ideas-you-are-told = Was daraus wird, steht unter „Meine Ideen und Stimmen“.
ideas-follow = Verfolgen, was daraus wird
ideas-unfollow = Nicht mehr verfolgen

## Antworten wir?
ideas-do-we-answer = Antworten wir?
ideas-of-hundred-in-time = von 100 rechtzeitig
ideas-answered-label = {$share} von 100 Ideen rechtzeitig beantwortet, Intervall {$range}, von {$n} Ideen
ideas-answered-range = {$what} von 100
ideas-answered-of = { $n ->
    [one] eine Idee in einem Jahr
   *[other] {$count} Ideen in einem Jahr
}
ideas-answered-median = die Hälfte innerhalb von {$what}
ideas-answered-no-median = mehr als die Hälfte wartet noch
ideas-too-few = zu wenige
ideas-answered-too-few = { $n ->
    [0] In einem Jahr wurde noch keine Antwort fällig.
    [one] In einem Jahr wurde eine Antwort fällig.
   *[other] In einem Jahr wurden {$count} Antworten fällig.
}
ideas-promise = { $n ->
    [one] Wir versprechen eine erste Antwort innerhalb eines Tages.
   *[other] Wir versprechen eine erste Antwort innerhalb von {$count} Tagen.
}
ideas-unanswered-count = Unbeantwortete zählen mit.
ideas-became = Was daraus wurde
ideas-became-put-forward = Eingereicht
ideas-became-answered = Beantwortet
ideas-became-planned = Geplant oder in Arbeit
ideas-became-shipped = Umgesetzt
ideas-became-no = Nein gesagt, mit Grund
ideas-became-removed = Entfernt, Gründe öffentlich
ideas-rules = Hausregeln
ideas-rule-one-vote = Eine Person, eine Stimme je Idee.
ideas-rule-apart = Kundschaft und Besuch werden getrennt gezählt.
ideas-rule-staff = Wer hier arbeitet, darf schreiben, nicht abstimmen.
ideas-rule-no = Ein Nein hat einen Grund und einen Tag, an dem wir wieder hinsehen.
ideas-rule-removed = Was wir entfernen, steht mit Grund in einer Liste.

## Einreichen
ideas-new = Eine Idee einreichen
ideas-new-lead = Ein Satz sagt, was; ein paar weitere sagen, warum. Sie können Ihre Worte ändern, bis jemand geantwortet hat.
ideas-field-board = Wohin gehört sie?
ideas-choose-board = Bitte wählen
ideas-field-title = Ihre Idee in einem Satz
ideas-field-title-help = Was anders sein soll, in höchstens 90 Zeichen.
ideas-field-body = Warum, und für wen?
ideas-field-body-help = Was Ihnen passiert ist, und was geholfen hätte. Das Feld darf leer bleiben.
ideas-field-tags = Stichwörter
ideas-field-tags-help = Höchstens fünf, mit Kommas getrennt. Das Feld darf leer bleiben.
ideas-shown-with-name = Alle können sie lesen, mit dem Namen, den Sie unter „Mein Beitrag“ angeben.
ideas-similar = { $n ->
    [one] Eine Idee klingt ganz ähnlich
   *[other] {$count} Ideen klingen ganz ähnlich
}
ideas-similar-what = Wenn eine davon es sagt, zählt Ihre Stimme dort mehr.
ideas-similar-confirm = Wenn eine davon es sagt, stimmen Sie bitte für diese. Ist Ihre eine andere, reichen Sie sie ein: Nichts von dem, was Sie geschrieben haben, geht verloren.
ideas-put-forward-anyway = Meine ist eine andere: einreichen
ideas-keep = Diese Worte behalten
ideas-edit = Meine Worte ändern
ideas-edited = geändert
ideas-withdraw = Zurücknehmen
ideas-withdraw-sure = Diese Idee zurücknehmen?
ideas-withdraw-sure-what = Niemand sieht sie dann mehr. Sie können sie neu einreichen.
ideas-held = Wir sehen neue Ideen an, bevor alle sie lesen können. Bis dahin lesen nur Sie diese Idee.
ideas-withdrawn-note = Sie haben diese Idee zurückgenommen. Nur Sie können sie lesen.

## Was wir gesagt haben
ideas-official = offizielle Antwort
ideas-corrected = { $n ->
    [one] berichtigt am
   *[other] {$count}-mal berichtigt, zuletzt am
}
ideas-why-not = Warum nicht
ideas-evidence = Was es zeigt:
ideas-merged-note = Diese Idee wurde mit einer anderen zusammengelegt, die für sie spricht. Alle Stimmen zählen dort, jede Person einmal.
ideas-merged-on = zusammengelegt am
ideas-to-the-root = { $n ->
    [one] Dorthin: eine Stimme
   *[other] Dorthin: {$count} Stimmen
}
ideas-speaks-for = { $n ->
    [one] Sie spricht auch für
   *[other] Sie spricht auch für {$count} Ideen
}
ideas-like-this = Ähnliche Ideen

## Gespräch
ideas-comments = { $n ->
    [0] Keine Kommentare
    [one] Ein Kommentar
   *[other] {$count} Kommentare
}
ideas-thanks = { $n ->
    [0] danken
    [one] ein Dank
   *[other] {$count}-mal Dank
}
ideas-thanks-yours = mit Ihrem
ideas-reply = Antworten
ideas-your-reply = Ihre Antwort
ideas-add-to-it = Etwas hinzufügen
ideas-comment-placeholder = Was würde sie besser machen, oder was haben wir übersehen?
ideas-comment-help-nameless = Sie haben keinen Namen angegeben, darum steht da „Jemand“. Sie können es zurücknehmen, solange niemand geantwortet hat.
ideas-comment-help = Erscheint unter dem Namen {$what}. Sie können es zurücknehmen, solange niemand geantwortet hat.
ideas-post = Absenden
ideas-sign-in-to-comment = Anmelden und kommentieren
ideas-comment-withdraw = Zurücknehmen
ideas-comment-withdraw-sure = Diesen Kommentar zurücknehmen?
ideas-taken-away = Von uns entfernt: {$what}

## Was geplant ist, was daraus wurde, was entfernt wurde
ideas-roadmap-lead = Wozu wir Ja gesagt haben, und wie weit es ist. Am meisten Gewünschtes steht zuerst.
ideas-roadmap-empty = Noch ist nichts geplant
ideas-roadmap-empty-what = Wenn wir zu einer Idee Ja sagen, steht sie hier.
ideas-column-empty = Zurzeit nichts.
ideas-changelog-heading = Sie haben gefragt
ideas-changelog-lead = Was es gibt, weil jemand danach gefragt hat.
ideas-changelog-feed-title = Was aus Ideen wurde
ideas-changelog-empty = Noch nichts veröffentlicht
ideas-changelog-empty-what = Was umgesetzt ist, steht hier, mit den Ideen, aus denen es kam.
ideas-you-asked = Gefragt haben
ideas-wished-by = { $n ->
    [one] eine Stimme
   *[other] {$count} Stimmen
}
ideas-removed = Was entfernt wurde, und warum
ideas-removed-lead = Ideen und Kommentare, die wir aus der Öffentlichkeit genommen haben, jeweils mit dem Grund. Die Worte selbst werden nicht wiederholt.
ideas-removed-none = Nichts wurde entfernt
ideas-removed-none-what = Wenn wir etwas wegnehmen, steht der Grund hier.
ideas-removed-idea = eine Idee
ideas-removed-comment = ein Kommentar
ideas-removed-by = durch {$what}
ideas-restored = wiederhergestellt

## Mein Teil
ideas-mine-lead = Was Sie eingereicht, wofür Sie gestimmt, was Sie verfolgt und was Sie gesagt haben, und was daraus wurde. Nur Sie sehen diese Seite.
ideas-mine-none = Noch nichts von Ihnen
ideas-mine-none-what = Stimmen Sie für etwas, das Sie möchten, oder reichen Sie eine Idee ein.
ideas-mine-ideas = { $n ->
    [0] Noch keine Ideen von Ihnen
    [one] Ihre Idee
   *[other] Ihre {$count} Ideen
}
ideas-mine-votes = { $n ->
    [0] Noch keine Stimmen von Ihnen
    [one] Sie haben für eine Idee gestimmt
   *[other] Sie haben für {$count} Ideen gestimmt
}
ideas-mine-follows = { $n ->
    [one] Sie verfolgen eine weitere Idee
   *[other] Sie verfolgen {$count} weitere Ideen
}
ideas-mine-comments = { $n ->
    [0] Noch keine Kommentare von Ihnen
    [one] Ihr Kommentar
   *[other] Ihre {$count} Kommentare
}
ideas-mine-thanks = { $n ->
    [0] Noch hat niemand dafür gedankt.
    [one] Eine Person hat dafür gedankt.
   *[other] {$count}-mal wurde dafür gedankt.
}

## Was gerade geschah
ideas-said-put-forward = Eingereicht. Was daraus wird, steht unter „Meine Ideen und Stimmen“.
ideas-said-held = Danke. Wir sehen neue Ideen an, bevor alle sie lesen können.
ideas-said-edited = Ihre neuen Worte sind gespeichert.
ideas-said-withdrawn = Sie haben Ihre Idee zurückgenommen.
ideas-said-follow = Was daraus wird, steht ab jetzt unter „Meine Ideen und Stimmen“.
ideas-said-unfollow = Sie verfolgen sie nicht mehr.
ideas-said-commented = Ihr Kommentar steht da.
ideas-said-thanked = Ihr Dank ist gezählt.
ideas-said-comment-withdrawn = Sie haben Ihren Kommentar zurückgenommen.

## Was auf Mitarbeitende wartet
ideas-waiting-votes = { $n ->
    [0] Idee, noch ohne Stimme.
    [one] Idee mit einer Stimme.
   *[other] Idee mit {$count} Stimmen.
}
ideas-waiting-revisit = { $n ->
    [one] Wir sagten Nein und versprachen, jetzt wieder hinzusehen. Eine Stimme.
   *[other] Wir sagten Nein und versprachen, jetzt wieder hinzusehen. {$count} Stimmen.
}
ideas-waiting-held = Zurückgehalten: Nur wer sie schrieb, kann sie lesen, bis jemand hingesehen hat.
ideas-waiting-answer = Antworten
ideas-waiting-look = Wieder ansehen
ideas-waiting-clear = Ansehen

## Was nicht ging
ideas-wrong-title = Bitte geben Sie Ihrer Idee einen Titel von höchstens 90 Zeichen.
ideas-wrong-body = Bitte schreiben Sie etwas, nicht länger, als das Feld fasst.
ideas-wrong-tags = Bitte höchstens fünf Stichwörter von höchstens 30 Zeichen.
ideas-wrong-board = Bitte wählen Sie ein Thema. Nur die genannten nehmen neue Ideen an.
ideas-too-many = Das ist viel auf einmal. Bitte versuchen Sie es später wieder; Ihre Worte stehen noch da.

## Absagen, nach ihrem Kürzel
error-ideas-already-answered = Diese Idee ist beantwortet, deshalb bleiben ihre Worte, wie sie sind. Sie können einen Kommentar hinzufügen.
error-ideas-board-closed = Dieses Thema nimmt keine neuen Ideen mehr an. Bitte wählen Sie ein anderes.
error-ideas-comment-answered = Jemand hat auf diesen Kommentar geantwortet, deshalb bleibt er stehen. Sie können antworten, um mehr zu sagen.
error-ideas-comments-closed = Wer diese Idee einreichte, hat sie zurückgenommen; sie nimmt keine Kommentare an.
error-ideas-holds-others = In diese Idee wurden Ideen anderer eingebracht. Sie müssen zuerst wieder herausgelöst werden.
error-ideas-is-merged = Diese Idee wurde mit einer anderen zusammengelegt, die nun für sie spricht. Bitte gehen Sie dorthin.
error-ideas-on-hold = Wir sehen uns diese Idee noch an, bevor alle sie lesen können.
error-ideas-own-comment = Dieser Kommentar ist Ihr eigener.
error-ideas-own-idea = Diese Idee ist schon Ihre.
error-ideas-reply-to-reply = Antworten gehen nur eine Stufe tief. Bitte antworten Sie auf den Kommentar darüber.
error-ideas-too-late = Über diese Idee ist entschieden; sie kann nicht mehr zurückgenommen werden.
error-ideas-voting-closed = Diese Idee nimmt keine Stimmen mehr an. Was abgegeben wurde, zählt.

## Was geschah, in Listen
kind-ideas-put-forward = hat eine Idee eingereicht
kind-ideas-edited = hat die Worte einer Idee geändert
kind-ideas-withdrawn = hat eine Idee zurückgenommen
kind-ideas-voted = hat für eine Idee gestimmt
kind-ideas-vote-withdrawn = hat eine Stimme zurückgenommen
kind-ideas-followed = folgt einer Idee
kind-ideas-unfollowed = folgt einer Idee nicht mehr
kind-ideas-commented = hat eine Idee kommentiert
kind-ideas-comment-withdrawn = hat einen Kommentar zurückgenommen
kind-ideas-thanked = hat für einen Kommentar gedankt
kind-ideas-commented-by-staff = hat für uns eine Idee kommentiert
kind-ideas-noted = hat eine Notiz zu einer Idee geschrieben
kind-ideas-comment-removed = hat einen Kommentar entfernt
kind-ideas-comment-restored = hat einen Kommentar wiederhergestellt
kind-ideas-answered = hat eine Idee offiziell beantwortet
kind-ideas-answer-corrected = hat eine offizielle Antwort berichtigt
kind-ideas-moved = hat eine Idee weitergebracht
kind-ideas-decided = hat über eine Idee entschieden
kind-ideas-delivered = hat eine Idee umgesetzt
kind-ideas-measured = hat gemessen, was eine Idee brachte
kind-ideas-revisited = hat ein Nein wieder angesehen
kind-ideas-evaluated = hat eine Idee bewertet
kind-ideas-merged = hat Ideen zusammengelegt
kind-ideas-unmerged = hat eine Idee wieder herausgelöst
kind-ideas-held = hat eine Idee zurückgehalten
kind-ideas-marked-spam = hat eine Idee als Spam markiert
kind-ideas-cleared = hat eine Idee freigegeben
kind-ideas-tagged = hat eine Idee mit Stichwörtern versehen
kind-ideas-board-changed = hat eine Idee zu einem anderen Thema verschoben
kind-ideas-board-opened = hat ein Thema eröffnet
kind-ideas-board-edited = hat ein Thema geändert
kind-ideas-board-closed = hat ein Thema geschlossen
kind-ideas-board-reopened = hat ein Thema wieder geöffnet
kind-ideas-settings-changed = hat geändert, was für Ideen versprochen wird
kind-ideas-stage-changed = hat eine Stufe geändert
kind-ideas-moves-changed = hat geändert, welche Schritte es gibt
kind-ideas-list-exported = hat eine Liste von Ideen als Datei geholt
kind-ideas-released = hat gesagt, was aus einer Idee wurde
kind-ideas-credited = hat gesagt, wessen Verdienst eine Idee ist
kind-ideas-earned = hat gebucht, was eine Idee einbrachte
kind-ideas-saved = hat gebucht, was eine Idee sparte
kind-ideas-cost-booked = hat gebucht, was eine Idee kostete

## Auf Mein Teil
ideas-panel = Ihre Ideen
ideas-panel-more = Alles, was Sie vorgeschlagen, gewählt und gesagt haben
ideas-panel-votes = Stimmen für Ideen anderer
ideas-panel-thanks = Dank für Ihre Kommentare

told-ideas-delivered = „{ $title }“ ist da
told-ideas-measured = Was „{ $title }“ gebracht hat, wurde gemessen
told-ideas-answered = „{ $title }“ wurde beantwortet
told-ideas-answer-corrected = Die Antwort auf „{ $title }“ wurde berichtigt
told-ideas-merged = „{ $title }“ steht jetzt mit einer anderen Idee zusammen
told-ideas-moved = „{ $title }“ ist einen Schritt weiter
told-ideas-commented-by-staff = Wir haben „{ $title }“ kommentiert
told-ideas-comment-removed = Ein Kommentar von Ihnen zu „{ $title }“ wurde entfernt; der Grund steht dort
told-ideas-comment-restored = Ein Kommentar von Ihnen zu „{ $title }“ steht wieder da
told-ideas-thanked = Ihnen wurde für das gedankt, was Sie zu „{ $title }“ schrieben
