# Zeiten und Feiertage.

calendar-title = Zeiten und Feiertage
calendar-open-now = Jetzt ist jemand da.
calendar-closed-now = Jetzt ist niemand da.
calendar-lead = Was wir in Geschäftsstunden und Werktagen versprechen, zählt danach.
calendar-hours = Zeiten
calendar-zone = Zeitzone
calendar-zone-help = Etwa Europe/Berlin.
calendar-hours-help = Etwa 09:00-12:30, 13:30-17:00. Leer: Niemand ist da.
calendar-save = Speichern
calendar-days = Besondere Tage
calendar-no-days = Keine besonderen Tage in Sicht
calendar-no-days-what = Tragen Sie Feiertage unten ein, einzeln oder aus einem Kalender.
calendar-day = Tag
calendar-name = Name
calendar-remove = Entfernen
calendar-remove-day = {$what} entfernen
calendar-day-hours = Zeiten an diesem Tag
calendar-day-hours-help = Leer: geschlossen.
calendar-day-add = Tag eintragen
calendar-feeds = Feiertage aus einem Kalender
calendar-feeds-what = Öffnen Sie die iCal-Datei (.ics) Ihres Landes und fügen Sie den Text ein. Erneut eingefügt ersetzt sie, was sie brachte.
calendar-feed-name = Wessen Kalender ist das?
calendar-feed-name-help = Etwa: Bayern.
calendar-feed = Text der Datei
calendar-feed-help = Er beginnt mit BEGIN:VCALENDAR. Ganztägige Termine zählen.
calendar-feed-take = Tage übernehmen
calendar-left-out = Übernommen. Diese blieben weg:
calendar-due = Was jetzt kommt, ist fällig
calendar-four-hours = in 4 Geschäftsstunden
calendar-one-day = in 1 Werktag
calendar-five-days = in 5 Werktagen
calendar-never = nie
calendar-ahead = Die nächsten drei Wochen
calendar-closed = geschlossen
calendar-feed-days = { $n ->
    [one] {$count} Tag
   *[other] {$count} Tage
}
calendar-wrong-zone = Eine Zeitzone heißt etwa Europe/Berlin.
calendar-wrong-day = Ein Tag heißt etwa 2027-03-01.
calendar-wrong-day-hours = Zeiten schreibt man wie 09:00-17:30, mehrere mit Komma.
calendar-wrong-name = Bitte nennen Sie den Tag, höchstens 120 Zeichen.
calendar-wrong-feed = Das ist kein Kalender mit ganztägigen Terminen ab diesem Jahr.
calendar-wrong-feed-name = Bitte sagen Sie, wessen Kalender es ist.
calendar-wrong-monday = Zeiten schreibt man wie 09:00-17:30, mehrere mit Komma.
calendar-wrong-tuesday = Zeiten schreibt man wie 09:00-17:30, mehrere mit Komma.
calendar-wrong-wednesday = Zeiten schreibt man wie 09:00-17:30, mehrere mit Komma.
calendar-wrong-thursday = Zeiten schreibt man wie 09:00-17:30, mehrere mit Komma.
calendar-wrong-friday = Zeiten schreibt man wie 09:00-17:30, mehrere mit Komma.
calendar-wrong-saturday = Zeiten schreibt man wie 09:00-17:30, mehrere mit Komma.
calendar-wrong-sunday = Zeiten schreibt man wie 09:00-17:30, mehrere mit Komma.
calendar-wrong-hours = An einem Tag wenigstens muss jemand da sein.
error-calendar-never-open = Nach dem Kalender ist nie jemand da. Sagen Sie unter Zeiten, wann jemand da ist.
error-calendar-too-many-days = Mehr besondere Tage kann es nicht geben. Entfernen Sie zuerst vergangene.
