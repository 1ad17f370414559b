# Briefe: was an wen geht, was sie davon wollen und was daraus wurde.
sending-name = Briefe
sending-lead = Was an Menschen geht, was wartet und warum, und wovon niemand weiß.
sending-all = Alle
sending-all-letters = Alle Briefe
sending-letters = Briefe
sending-latest = Die neuesten
sending-none = Noch nichts verschickt
sending-none-what = Briefe erscheinen hier, sobald eine Seite, ein Angebot oder ein Programm von Ihnen einen anfordert.
sending-no-match = Nichts passt
sending-no-match-what = Wählen Sie etwas anderes, oder sehen Sie alle an.
sending-show = Zeigen
sending-save = Speichern
sending-remove = Entfernen
sending-back = Zur ersten Seite
sending-to = An
sending-about = Worüber
sending-when = Angefordert
sending-state = Stand
sending-topic = Thema
sending-channel = Kanal
sending-channels = Kanäle
sending-channel-email = E-Mail
sending-channel-sms = SMS
sending-channel-whatsapp = WhatsApp
sending-message-id = Message-ID
sending-handed-over = Übergeben
sending-state-reserved = wartet
sending-state-handed-over = wird gesendet
sending-state-accepted = angenommen
sending-state-refused = abgelehnt
sending-state-suppressed = nicht gesendet
sending-state-ambiguous = unklar
sending-state-cancelled = zurückgezogen
sending-state-bounced = kam zurück
sending-service-sign-in = Code oder Bestätigung
sending-service-receipt = Beleg
sending-service-answer = Antwort
sending-service-staff = An Mitarbeitende

sending-reason = Grund
sending-reason-turn = bis es an der Reihe ist
sending-reason-quiet-hours = bis die Ruhezeit endet
sending-reason-frequency = weil sie genug bekommen haben
sending-reason-paused-by-them = weil sie eine Pause möchten
sending-reason-deferred = weil die Gegenseite um späteren Versuch bat
sending-reason-hard-bounce = diese Adresse gibt es nicht
sending-reason-soft-bounce = es kam dreimal zurück
sending-reason-complaint = sie haben uns als Spam gemeldet
sending-reason-staff = auf Ihre Anweisung
sending-reason-no-topic = zu diesem Thema wird nichts gesendet
sending-reason-unsubscribed = sie möchten es nicht
sending-reason-no-consent = sie haben nicht zugestimmt
sending-reason-too-late = es war zu spät
sending-reason-forgotten = sie wurden vergessen
sending-reason-gave-up = tagelang nahm es niemand an
sending-reason-restored = nach einer Wiederherstellung zurückgezogen
sending-reason-again = wird noch einmal gesendet

sending-held = Briefe werden zurückgehalten
sending-held-restored = { $n ->
    [one] Diese Installation wurde aus einer Sicherung wiederhergestellt. Ein Brief, der damals fällig war, wurde vielleicht längst gesendet. Soll er gehen?
   *[other] Diese Installation wurde aus einer Sicherung wiederhergestellt. { $count } Briefe, die damals fällig waren, wurden vielleicht längst gesendet. Sollen sie gehen?
 }
sending-held-away = { $n ->
    [one] Einen Tag oder länger lief kein Server. Ein Brief war inzwischen fällig. Soll er noch gehen?
   *[other] Einen Tag oder länger lief kein Server. { $count } Briefe waren inzwischen fällig. Sollen sie noch gehen?
 }
sending-held-send = Senden
sending-held-cancel = Zurückziehen
sending-held-cancel-sure = Alles Zurückgehaltene zurückziehen? Es wird nie gesendet.
sending-said-released = Sie sind unterwegs.
sending-said-withdrawn = Zurückgezogen.
sending-trouble-restored = Dies wurde aus einer Sicherung wiederhergestellt; {$what} Briefe warten, bis jemand sagt, ob sie gehen.
sending-trouble-away = Einen Tag lang lief kein Server; {$what} Briefe warten, bis jemand sagt, ob sie gehen.
sending-trouble-unclear = Von {$what} Briefen weiß niemand, ob sie gesendet wurden.

sending-unclear = Unklar
sending-unclear-what = Sie wurden gerade übergeben, als ein Server stehen blieb oder eine Leitung abriss. Niemand weiß, ob sie ankamen. Noch einmal gesendet, tragen sie dieselbe Message-ID: die meisten Postfächer zeigen sie einmal.
sending-decide = Was soll daraus werden?
sending-again = Noch einmal senden
sending-again-all = Alle noch einmal senden
sending-again-sure = Alle noch einmal senden? Manche bekommen ihren vielleicht zweimal.
sending-leave = So lassen
sending-leave-all = Alle so lassen

sending-runs = Eine Nachricht an viele
sending-run = Versand
sending-run-open = Den Versand öffnen
sending-runs-none = Noch kein Versand
sending-runs-none-what = Ein Versand sendet eine Nachricht an alle, die ein Thema möchten.
sending-progress = Fortschritt
sending-run-planned = geplant
sending-run-running = läuft
sending-run-paused = angehalten
sending-run-finished = fertig
sending-run-cancelled = abgebrochen
sending-run-speed = {$what} Briefe je Sekunde
sending-run-full-speed = so schnell wie möglich
sending-run-new = An viele schreiben
sending-run-new-lead = Er wird zuerst geplant: Sie sehen, an wie viele er ginge, und beginnen ihn dann.
sending-run-name = Name
sending-run-name-help = Für Sie; sonst sieht ihn niemand.
sending-run-topic-help = Er geht an alle, die dieses Thema bekommen.
sending-run-plan = Planen
sending-subject = Betreff
sending-text = Text
sending-text-help = Als einfacher Text. Für Bilder und Gestaltung machen Sie eine Vorlage des E-Mail-Kanals.
sending-rate = Briefe je Sekunde
sending-rate-help = Leer: so schnell wie möglich.
sending-speed = Tempo
sending-start = Beginnen
sending-start-sure = { $n ->
    [one] An eine Person senden?
   *[other] An { $count } Menschen senden?
 }
sending-pause-run = Anhalten
sending-resume-run = Weiter
sending-cancel-run = Diesen Versand abbrechen
sending-cancel-run-what = Was noch nicht übergeben wurde, wird zurückgezogen. Was gesendet ist, ist gesendet.
sending-cancel-run-sure = Alles zurückziehen, was noch nicht gesendet wurde?
sending-listing = Die Empfänger werden gerade aufgeschrieben. Danach können Sie beginnen.

sending-template = Vorlage {$what}
sending-secret = Ein geheimer Brief
sending-secret-what = Er enthielt einen Code oder einen Link, der etwas öffnet. Nichts davon wird aufbewahrt.
sending-says = Was er sagt
sending-no-text = Er entsteht bei der Übergabe aus einer Vorlage.
sending-course = Sein Weg
sending-reserved = Angefordert
sending-due = Fällig
sending-answered = Beantwortet
sending-attempts = So oft übergeben
sending-other-side = Die Gegenseite sagte
sending-key = Schlüssel
sending-cancel = Zurückziehen
sending-cancel-sure = Diesen Brief zurückziehen?
sending-notes = Was geschah
sending-note-deferred = Die Gegenseite bat um einen späteren Versuch.
sending-note-ambiguous = Niemand weiß, ob er gesendet wurde.
sending-note-again = Er wurde auf Anweisung noch einmal gesendet.
sending-note-left = Er wurde so gelassen.
sending-note-bounced = Er kam zurück.
sending-note-complained = Sie haben ihn als Spam gemeldet.

sending-topics = Themen
sending-topics-all = Alle Themen
sending-topics-none = Noch keine Themen
sending-topics-none-what = Hier gibt es nichts zu abonnieren.
sending-topics-none-staff = Ein Thema ist, worüber Briefe gehen, die niemand bekommen muss: Neuigkeiten, Angebote, Einladungen. Fügen Sie das erste hinzu.
sending-topics-staff-lead = Worüber Briefe gehen, die niemand bekommen muss. Für jedes wählen die Menschen, ob sie es möchten.
sending-topic-new = Ein neues Thema
sending-topic-add = Thema hinzufügen
sending-topic-change = Ändern
sending-topic-key = Schlüssel
sending-topic-key-help = So nennen es Programme: kleine Buchstaben, Ziffern und _. Er ändert sich nie.
sending-topic-name = Name
sending-topic-name-help = Wie es die Menschen lesen.
sending-topic-about = Worum es geht
sending-topic-about-help = Wie oft, von wem, worüber.
sending-topic-words = Wozu sie ja sagen
sending-topic-words-help = Wird jedem gezeigt, der gefragt wird, und als Nachweis aufbewahrt. Andere Worte sind eine neue Fassung.
sending-topic-close = Dieses Thema schließen
sending-topic-close-what = Es wird nichts mehr dazu gesendet. Was gesagt wurde, bleibt.
sending-topic-close-sure = Dieses Thema schließen? Es wird nichts mehr dazu gesendet.
sending-topic-open-again = Speichern und wieder öffnen
sending-basis = Wer es bekommt
sending-basis-opt-in = Wer ja gesagt hat
sending-basis-opt-in-help = Vorher wird nichts gesendet. Für Neuigkeiten und Angebote verlangt das in den meisten Ländern das Gesetz.
sending-basis-opt-out = Wer nicht nein gesagt hat
sending-basis-opt-out-help = Für das, womit Kunden ohnehin rechnen.
sending-twice = Ein Ja zählt, sobald ein Link in einem Brief beantwortet wurde
sending-twice-help = Double-Opt-in: so kann niemand jemand anderen anmelden.
sending-twice-short = per Brief bestätigt
sending-open = offen
sending-closed = geschlossen
sending-versions = Was gezeigt wurde
sending-versions-what = Wer zugestimmt hat, stimmte den Worten seiner Zeit zu.
sending-version = { $n ->
   *[other] Fassung { $count }
 }
sending-since = seit {$what}
sending-proof = Nachweis mitnehmen
sending-wrong-key-taken = Dieses Thema gibt es schon. Öffnen Sie es, um es zu ändern.
sending-wrong-key = Ein Schlüssel hat 1 bis 30 kleine Buchstaben, Ziffern und _.
sending-wrong-name = Hier steht mindestens ein Buchstabe, und nicht zu viele.
sending-wrong-words = Bitte schreiben Sie in höchstens 1.000 Zeichen, wozu die Menschen ja sagen.
sending-wrong-about = Höchstens 500 Zeichen, bitte.
sending-wrong-channel = Bitte wählen Sie, über welche Kanäle es geht.
sending-wrong-basis = Bitte wählen Sie, wer es bekommt.
sending-wrong-subject = Ein Betreff ist eine Zeile mit 1 bis 250 Zeichen.
sending-wrong-text = Bitte schreiben Sie, was der Brief sagt.
sending-wrong-topic = Bitte wählen Sie ein Thema.
sending-wrong-rate-per-s = Bitte schreiben Sie eine Zahl von Briefen je Sekunde, etwa 20.
sending-wrong-address = Das ist keine E-Mail-Adresse wie ada@example.com.
sending-wrong-note = Bitte sagen Sie in wenigen Worten, warum.
sending-wrong-quiet-from = Bitte schreiben Sie eine Uhrzeit wie 21:00.
sending-wrong-quiet-until = Bitte schreiben Sie eine Uhrzeit wie 08:00, und lassen Sie mindestens eine Stunde am Tag zum Senden.
sending-wrong-most = Eine Grenze liegt zwischen 1 und 1.000 Briefen.
sending-wrong-hours = Bitte schreiben Sie zwischen 1 und 2.208 Stunden.
sending-wrong-span = Bitte wählen Sie, in welcher Zeit.
sending-wrong-file = Das ist keine Tabelle. Eine Adresse je Zeile genügt.

sending-addresses = Adressen, die nichts bekommen
sending-addresses-lead = Weil es die Adresse nicht gibt, weil sich jemand beschwert hat oder weil Sie es gesagt haben.
sending-addresses-none = Keine
sending-addresses-none-what = Tote Adressen und Beschwerden kommen von selbst hierher.
sending-addresses-count = { $n ->
    [one] Eine Zeile
   *[other] { $count } Zeilen
 }
sending-address = Adresse
sending-address-forgotten = (vergessen)
sending-address-add = An eine Adresse nichts senden
sending-address-add-do = Dorthin nichts senden
sending-address-release = Wieder dorthin senden
sending-said-address-released = Dorthin gehen wieder Briefe.
sending-why = Warum
sending-why-help = Steht bei der Adresse, für Ihre Kolleginnen und Kollegen.
sending-until = bis {$what}
sending-export = Liste mitnehmen
sending-bring = Eine Liste übernehmen
sending-bring-do = Übernehmen
sending-table = Tabelle
sending-table-help = CSV mit einer Spalte address, wenn Sie möchten auch reason und note. Oder eine Adresse je Zeile.
sending-said-brought = Die Liste wurde übernommen. Zeilen ohne Adresse wurden ausgelassen.

sending-limits = Wie viel und wann
sending-limits-lead = Das gilt für alles zu Themen. Codes, Belege und Antworten gehen immer.
sending-quiet = Ruhezeit
sending-quiet-what = Nach der Uhr der Empfänger. Wessen Zeitzone niemand kennt, lebt in {$what}.
sending-quiet-from = Von
sending-quiet-until = Bis
sending-quiet-none = Es gibt keine.
sending-caps = Höchstens
sending-caps-what = Alle Grenzen gelten zugleich. Was zu viel ist, wartet bis zu einer Woche.
sending-caps-none = Es gibt keine Grenze.
sending-cap-new = Noch eine Grenze
sending-cap-most = Briefe
sending-cap-span = In
sending-cap-hours-field = Stunden
sending-cap-add = Grenze hinzufügen
sending-cap-letters = { $n ->
    [one] ein Brief
   *[other] { $count } Briefe
 }
sending-cap-hours = { $n ->
    [one] in einer Stunde
   *[other] in { $count } Stunden
 }
sending-cap-day = am Kalendertag
sending-cap-week = in der Kalenderwoche
sending-cap-month = im Kalendermonat
sending-cap-together = alle Kanäle zusammen
sending-span-hours = den letzten Stunden
sending-span-day = einem Tag ihres Kalenders
sending-span-week = einer Woche ihres Kalenders
sending-span-month = einem Monat ihres Kalenders
sending-waiting = Was wartet
sending-waiting-none = Nichts wartet.
sending-first = der erste {$what}

sending-stop-title = Nichts mehr zu „{$what}“?
sending-stop-what = An {$what} würde nichts mehr dazu gesendet. Belege und Antworten an Sie kommen weiterhin.
sending-stop-button = Nichts mehr zu „{$what}“
sending-stopped = Sie bekommen nichts mehr zu „{$what}“
sending-stopped-what = An {$what} wird nichts mehr dazu gesendet. Das gilt ab sofort.
sending-choose-instead = Auswählen, was ich bekomme
sending-mine = Was ich bekomme
sending-mine-address = Wir schreiben an {$what}.
sending-mine-no-address = Wir kennen keine E-Mail-Adresse von Ihnen.
sending-mine-no-address-what = Deshalb wird Ihnen nichts gesendet, und es gibt nichts auszuwählen.
sending-mine-choose = Auswählen
sending-mine-letters = Was ich bekommen habe
sending-mine-letters-none = Noch nichts.
sending-mine-link = Diese Seite wurde über den Link eines Briefes geöffnet. Melden Sie sich an, um zu sehen, was Sie bekommen haben.
sending-mine-accepted = gesendet
sending-mine-reserved = wird gesendet
sending-mine-on-its-way = unterwegs
sending-mine-refused = konnte nicht zugestellt werden
sending-mine-bounced = kam zurück
sending-mine-not-sent = nicht gesendet
sending-fewer = Wie viel
sending-fewer-help = Von allen Themen zusammen. Codes, Belege und Antworten kommen immer.
sending-fewer-as-usual = Wie üblich
sending-fewer-week = Höchstens einer je Woche
sending-fewer-month = Höchstens einer je Monat
sending-pause = So viele Tage nichts
sending-pause-help = 0: keine Pause. Danach ist alles wie zuvor.
sending-paused-until = Sie bekommen nichts bis {$what}. Speichern Sie mit 0 Tagen, um die Pause zu beenden.
sending-said-asked = Gespeichert. Ein Brief ist unterwegs: beantworten Sie den Link darin, dann zählt es.
sending-topics-title = Per Post erfahren
sending-topics-lead = Worüber {$what} Ihnen schreiben kann. Mit jedem Brief können Sie es beenden.
sending-topics-choose = Bitte wählen Sie mindestens eines.
sending-topics-ask = Anfordern
sending-email = Ihre E-Mail-Adresse
sending-email-help = Ein Brief fragt dort, ob sie Ihnen gehört. Bevor Sie antworten, wird nichts gesendet.
sending-asked = Sehen Sie in Ihr Postfach
sending-asked-what = Wenn {$what} Ihnen gehört, ist gleich ein Brief mit einem Link dort. Beantworten Sie ihn, dann zählt es.
sending-confirm-title = Möchten Sie „{$what}“?
sending-confirm-what = Es würde an {$what} gesendet.
sending-confirm-button = Ja, bitte
sending-confirm-not = Wenn nicht Sie gefragt haben, schließen Sie diese Seite. Es wird nichts gesendet.
sending-confirmed = Sie bekommen „{$what}“
sending-confirmed-what = Es wird an {$what} gesendet. Jeder Brief hat einen Link, der es beendet.
sending-confirm-subject = Möchten Sie „{$what}“?
sending-confirm-text = Jemand, vermutlich Sie, hat { $site } an dieser Adresse um „{ $topic }“ gebeten.

 Wenn das stimmt, öffnen Sie diese Seite und sagen Sie ja:
 { $link }

 Wenn Sie es nicht waren, tun Sie nichts: dann wird nichts gesendet. Der Link gilt zwei Tage.

sending-panel-topics = Möchte
sending-panel-no-topics = nichts
sending-panel-sent = Gesendete Briefe
sending-panel-last = Der letzte
sending-panel-complained = Hat uns als Spam gemeldet
sending-panel-yes = ja
sending-panel-paused = Möchte nichts bis {$what}.

kind-letters-accepted = bekam einen Brief
kind-letters-refused = konnte einen Brief nicht bekommen
kind-letters-bounced = bekam einen Brief, der zurückkam
kind-letters-complained = meldete einen Brief als Spam
kind-letters-unsubscribed = wollte zu einem Thema nichts mehr
kind-letters-subscribed = bat um ein Thema
kind-letters-preferred = wählte, wie viel zu bekommen
kind-letters-topic-set = schrieb, worüber Briefe gehen
kind-letters-topic-closed = schloss ein Thema
kind-letters-address-suppressed = ließ an eine Adresse nichts mehr senden
kind-letters-address-released = ließ an eine Adresse wieder senden
kind-letters-run-planned = plante eine Nachricht an viele
kind-letters-run-started = begann eine Nachricht an viele
kind-letters-run-paused = hielt eine Nachricht an viele an
kind-letters-run-resumed = setzte eine Nachricht an viele fort
kind-letters-run-rated = änderte das Tempo einer Nachricht an viele
kind-letters-run-finished = erreichte alle mit einer Nachricht an viele
kind-letters-run-cancelled = brach eine Nachricht an viele ab
kind-letters-decided = entschied über einen unklaren Brief
kind-letters-cancelled = zog einen Brief zurück
kind-letters-released = entschied über zurückgehaltene Briefe
kind-letters-limits-changed = änderte, wie viel und wann gesendet wird
kind-letters-proof-exported = nahm den Nachweis der Zustimmungen mit
kind-letters-addresses-exported = nahm die Liste der Adressen mit

error-missing-letter = Diesen Brief gibt es nicht.
error-missing-run = Diesen Versand gibt es nicht.
error-missing-topic = Dieses Thema gibt es nicht.
error-missing-limit = Diese Grenze gibt es nicht.
error-sending-other-letter = Unter diesem Schlüssel wurde ein anderer Brief angefordert. Geben Sie jedem Brief einen eigenen Schlüssel.
error-sending-no-topic = Dieses Thema gibt es nicht, oder es geht nicht über diesen Kanal.
error-sending-too-many-topics = Es gibt 20 Themen. Schließen Sie zuerst eines, das niemand braucht.
error-sending-too-many-caps = Es gibt 12 Grenzen. Entfernen Sie zuerst eine.
error-sending-gone = Dieser Brief wurde schon übergeben oder ist erledigt.
error-sending-clear = Inzwischen ist bekannt, was aus diesem Brief wurde, oder jemand hat entschieden.
error-sending-not-held = Es wird nichts zurückgehalten.
error-sending-run-over = Dieser Versand ist beendet; nichts ändert ihn mehr.
error-sending-run-goes = Dieser Versand läuft schon.
error-sending-run-rests = Nur ein laufender Versand kann angehalten werden.
error-sending-run-changed = Jemand anderes hat diesen Versand im selben Augenblick geändert. Bitte sehen Sie noch einmal nach.
error-sending-run-empty = Die Empfänger werden noch aufgeschrieben. Bitte warten Sie einen Augenblick.
error-sending-run-listed = Alle Empfänger dieses Versands stehen fest; es kommt niemand mehr hinzu.
error-sending-no-address = Wir kennen keine Adresse von Ihnen.
