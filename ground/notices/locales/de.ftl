notices-name = Was daraus wurde
notices-told = Erfahren
notices-unseen = Noch nicht gesehen
notices-how = Per Brief
notices-mine = Neues für Sie
notices-mine-what = Was aus dem wurde, wonach Sie fragten, was Sie einbrachten und woran Sie teilnahmen.
notices-mine-all = Alles Neue für Sie
notices-none = Noch nichts Neues
notices-none-yet = Wenn aus dem etwas wird, wonach Sie fragten, was Sie einbrachten oder woran Sie teilnahmen, steht es hier.
notices-none-go = Wobei Sie mitmachen können
notices-new = { $n ->
    [one] Eine Nachricht ist neu.
   *[other] { $n } Nachrichten sind neu.
}
notices-is-new = neu
notices-see-all = Ich habe sie gesehen
notices-all-seen = Als gesehen vermerkt.
notices-how-legend = Wie oft wir Ihnen darüber schreiben
notices-how-help = Eine Antwort auf das, was Sie uns schrieben, etwa eine Beschwerde, kommt auf jeden Fall sofort.
notices-how-at-once = Jedes Mal sofort
notices-how-day = Einmal am Tag, wenn es etwas gibt
notices-how-week = Einmal in der Woche, montags
notices-how-never = Nie; ich sehe hier nach
notices-keep = So lassen
notices-kept = Vermerkt.
notices-sent = Alles, was Sie bekommen
notices-topic = Was aus meinen Beiträgen wurde
notices-topic-about = Antworten auf Ideen, die Sie einbrachten oder für die Sie stimmten, und was daraus wurde.
notices-topic-words = Schreiben Sie mir, wenn aus dem etwas wird, woran ich teilnahm.
notices-letter-subject = Neues zu { $n } Dingen, an denen Sie teilnahmen
notices-letter-at-once = Guten Tag,

    { $things }

    { $site }
notices-letter-chosen = Guten Tag,

    Sie haben daran teilgenommen, und es wurde etwas daraus:

    { $things }

    Wie oft wir darüber schreiben, wählen Sie hier: { $link }

    { $site }
