search-title = Search
search-lead = Words in ideas, complaints and orders, as far as you may see them. People are found by the palette (Ctrl K).
search-words = Words
search-do = Search
search-short = Please write two letters at least.
search-none = Nothing fits
search-none-what = All words have to stand in one thing. Try fewer, or only the beginning of one.
search-all = All that fits in {$what}
