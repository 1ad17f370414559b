demo-title = Willkommen bei Fell & Vale
demo-intro = Ein Laden für Rad und Wandern im Norden Englands, mit zwei Bereichen und einigen tausend Kunden. Nichts davon gibt es; alles ist zum Ausprobieren gemacht.
demo-come-in = Eintreten
demo-both = In der Konsole sind Sie Ishbel, der der Laden gehört; auf der Seite der treueste Kunde, damit Sie abstimmen und Ideen einbringen können.
error-demo-link-used = Dieser Link wurde benutzt oder ist abgelaufen. Beenden Sie die Demo und starten Sie sie neu, um einen anderen zu erhalten.
