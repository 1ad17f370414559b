notices-name = News of what they did
notices-told = Told of
notices-unseen = Not seen yet
notices-how = By letter
notices-mine = News for you
notices-mine-what = What came of what you asked, brought and took part in.
notices-mine-all = All news for you
notices-none = No news yet
notices-none-yet = When something comes of what you asked, brought or took part in, it stands here.
notices-none-go = Things to take part in
notices-new = { $n ->
    [one] One is new.
   *[other] { $n } are new.
}
notices-is-new = new
notices-see-all = I have seen them
notices-all-seen = Marked as seen.
notices-how-legend = How often we write to you about it
notices-how-help = An answer to what you wrote to us, such as a complaint, comes at once in any case.
notices-how-at-once = At once, each time
notices-how-day = Once a day, if there is anything
notices-how-week = Once a week, on Mondays
notices-how-never = Never; I look here
notices-keep = Keep this
notices-kept = Kept.
notices-sent = Everything you are sent
notices-topic = What came of what I did
notices-topic-about = Answers to ideas you put forward or voted for, and what became of them.
notices-topic-words = Write to me when something comes of what I took part in.
notices-letter-subject = { $n } things you took part in have news
notices-letter-at-once = Hello,

    { $things }

    { $site }
notices-letter-chosen = Hello,

    you took part in this, and something came of it:

    { $things }

    You choose how often we write about it: { $link }

    { $site }
