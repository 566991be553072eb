"""Texts that try to run, to fetch, to break out of where they stand, or to turn the screen round."""

RUN = "window.ran=1"
HOSTILE = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<!--<script>{RUN}</script>-->",
    f"--><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    f"<a href=javascript:{RUN}>x</a>",
    f"<details open ontoggle={RUN}>",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    "<style>@import 'http://127.0.0.1:9/x';</style>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x>",
    "<img src=http://127.0.0.1:9/x>",
    "<base href=http://127.0.0.1:9/>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<object data=http://127.0.0.1:9/x></object>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<textarea></textarea><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" javascript:{RUN}",
    f"java\tscript:{RUN}",
    "data:text/html,<script>opener.ran=1</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    f"https://example.org/\"onmouseover=\"{RUN}",
    f"http://example.org/<script>{RUN}</script>",
    f"${{{RUN}}}",
    f"`${{{RUN}}}`",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"');{RUN};//",
    f"\";{RUN};//",
    f"\\u003cscript\\u003e{RUN}",
    f"a\u2028{RUN}\u2029b",
    "\u202eright to left\u202c and \u2066back\u2069",
    "שלום עולם, مرحبا",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e" + "\u0301" * 40,
    "nul\x00 bell\x07 escape\x1b[31m delete\x7f",
    "$title ${data} $$ %s {0}",
    "__proto__",
    "constructor",
    "<b>bold</b> *md* `code` _it_ &lt;b&gt; &#60;",
    "x" * 10_000,
    "",
    " \n\t ",
]  # fmt: skip

_HANDLERS = """onabort onanimationend onanimationstart onauxclick onbeforeinput onbeforetoggle onblur oncanplay onclick oncopy
ondblclick onerror onfocus onfocusin oninput onkeydown onload onmousedown onmouseenter onmouseover onpageshow onpaste
onpointerenter onpointerover onprogress onreadystatechange onreset onresize onscrollend onselect onslotchange onstalled
onsuspend onwaiting onbeforeprint onhashchange onmessage onpopstate onstorage oncontentvisibilityautostatechange
onresizeend onscroll onsecuritypolicyviolation onsubmit ontoggle ontransitionend onunload
onwheel""".split()
_TAGS = """a audio button embed form frame frameset image isindex keygen marquee meter option plaintext portal select
source summary svg template track video xmp""".split()
_SCHEMES = [
    "JAVASCRIPT:", "java\nscript:", "java\rscript:", "\x01javascript:", "\u00a0javascript:", "javascript&colon;",
    "&#106;avascript:", "&#x6A;avascript:", "%6aavascript:", "java&Tab;script:", "javascript://example.org/%0a", "feed:javascript:",
    "view-source:javascript:", "blob:https://example.org/", "data:image/svg+xml,<svg onload=", "data:;base64,PHNjcmlwdD4",
    "//127.0.0.1:9/", "\\\\127.0.0.1\\", "about:blank#", "ws://127.0.0.1:9/", "https:javascript:", "http://[::1", "https://",
    "http:///", "https://user:word@127.0.0.1:9/", "http://example.org\u202e/gpj.exe?",
]  # fmt: skip
_PLACES = [
    "#node=", "#node=%", "#node=%E0%A4%A", "../../etc/passwd", "C:\\con", "=cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "; rm -rf /",
    "`id`", "$(id)", "' OR 1=1 --", "MATCH (n) DETACH DELETE n", "}) RETURN 1 //", "{{7*7}}", "<%= 7*7 %>", "${7*7}", "#{7*7}",
    "toString", "hasOwnProperty", "__defineGetter__", "prototype", "null", "undefined", "NaN", "true", "-0", "1e400", "[]", "{}",
    "\ud800", "\udfff high and low \ud800", "\ufeffmark", "\ufffe\uffff", "\u200b\u200b", "\u2066\u2067\u2068", "\u202d\u202d left",
    "a\u0300\u0301\u0302\u0303\u0304" * 20, "😀" * 500, "🇩🇪🏴\U000e0067\U000e007f", "\U0010ffff", "ﷺ" * 40, "ｆｕｌｌ ｗｉｄｔｈ ＜ｓｃｒｉｐｔ＞",
    "\t\ttabs\t", "\r\nlines\r\n\r\n", "\x85\x0b\x0c", "a" * 500 + " " + "b" * 500, "‮‮" + "drow " * 200, "&amp;&lt;&nbsp;&#0;",
    "<!DOCTYPE html>", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;", "<![CDATA[x]]>",
    "/*</style>*/", "url(http://127.0.0.1:9/x)", "expression(alert(1))", "@import 'http://127.0.0.1:9/';", "x" * 10_000 + "<script>",
]  # fmt: skip

EVERY = [
    *HOSTILE,
    *(f"<p {handler}={RUN} autofocus tabindex=0 contenteditable>x</p>" for handler in _HANDLERS),
    *(f"<{tag} src=x href=javascript:{RUN} onload={RUN} onerror={RUN}>x</{tag}>" for tag in _TAGS),
    *(f"{scheme}{RUN}" for scheme in _SCHEMES),
    *_PLACES,
]
"""All of them, for who has the time: more than two hundred."""
