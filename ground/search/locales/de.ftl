search-title = Suche
search-lead = Wörter in Ideen, Beschwerden und Bestellungen, soweit Sie diese sehen dürfen. Menschen findet die Palette (Strg K).
search-words = Wörter
search-do = Suchen
search-short = Bitte schreiben Sie mindestens zwei Buchstaben.
search-none = Nichts passt
search-none-what = Alle Wörter müssen in einer Sache stehen. Versuchen Sie weniger, oder nur den Anfang eines Wortes.
search-all = Alles Passende in {$what}
