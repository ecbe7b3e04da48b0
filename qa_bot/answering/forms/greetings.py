"""What is said to the bot instead of asked of documents: greetings, help, which files."""

from __future__ import annotations

import re

_GREETING = (
    r"(?:hello|hi|hiya|hey|howdy|greetings|good (?:morning|afternoon|evening|day)|welcome|yo|moin)"
    r"(?: (?:there|all|everyone|everybody|again|bot|qa_bot|team|friend))?(?:,? how are you(?:"
    r" today| doing)?)?"
)
_GREETING_ELSEWHERE = (
    r"(?:hallo|servus|gr(?:ü|ue)(?:ß|ss) gott|gr(?:ü|ue)ezi|guten (?:tag|morgen|abend)|salut"
    r"|coucou|bonjour|bonsoir|hola|buen[oa]s? (?:d[ií]as?|tardes|noches)|ciao|buon ?giorno"
    r"|buona ?sera|olá|bo[am] (?:dia|tarde|noite)|goede(?:n ?dag|morgen|middag|navond)|hoi|hej"
    r"|hallå|god (?:dag|morgon|kväll)|tjena)"
    r"(?: (?:zusammen|allerseits|alle|à tous|tout le monde|a todos|a tutti|allemaal|alla))?"
)
_THANKS_ELSEWHERE = (
    r"(?:(?:danke(?:schön)?|(?:vielen|herzlichen|besten) dank)(?: (?:schön|sehr|dir|ihnen))?"
    r"|tsch(?:ü|ue)(?:ß|ss)|auf wiedersehen|(?:mille )?mercis?(?: beaucoup| bien)?|au revoir"
    r"|(?:muchas |mil )?gracias|adi[óo]s|(?:molte |mille |tante )?grazie(?: mille| tante)?"
    r"|arrivederci|(?:muito )?obrigad[oa]|tchau|(?:hartelijk )?(?:dank (?:je|u)(?: wel)?|bedankt)"
    r"|doei|tot ziens|tack så mycket|hej ?då)"
)
_HELP_ELSEWHERE = (
    r"(?:hilfe|ayuda|aiuto|ajuda|hulp|hjälp|was kannst du(?: alles)?(?: tun)?"
    r"|que (?:peux-tu|pouvez-vous|sais-tu) faire|qu[eé] puedes hacer|(?:che )?cosa puoi fare"
    r"|o que (?:você )?pode(?:s)? fazer|wat kun je(?: doen)?|vad kan du(?: göra)?)"
)
"""The same in the other languages that questions are told in."""
_THANKS = (
    r"(?:(?:ok(?:ay)?|great|perfect|super|nice|good|cool|wonderful|excellent|very good|alright"
    r"|got it)"
    r"|(?:many )?thanks?(?: you)?(?: (?:a lot|so much|very much|again|a million|for (?:your|the) "
    r"(?:help|answers?|quick \w+)|for (?:that|helping)))?|thx|ty|cheers|much appreciated|bye"
    r"|goodbye"
    r"|see you(?: later)?|that(?:['’]s| is| was) (?:all|great|helpful|very helpful|it))"
)
_YOU = r"(?:you|this|it|this (?:bot|chat|chatbot|tool|thing|app|program|assistant)|qa_bot|the bot)"
_HELP = (
    r"help(?: me)?|i need (?:some )?help|(?:can|could) you help(?: me)?|usage|instructions"
    r"|commands|"
    r"how (?:are you|do you do|is it going)(?: (?:today|doing|this morning))*|"
    rf"how (?:do|does|can|should) (?:i |we |one )?(?:use )?{_YOU}(?: work)?|"
    r"how (?:do|can|should) (?:i|we) (?:ask(?: (?:you )?(?:a )?questions?)?|start|begin|get"
    r" started)|"
    r"what (?:can|could|should|may) (?:i|we) (?:ask|do)(?: (?:you|here|with (?:you|this|it)"
    r"|about))*|"
    r"what (?:can|could|do) you (?:do|answer|offer|help (?:me )?with|know|tell me|do for me)"
    r"(?: here| for me)?|what are you(?: (?:able to do|good (?:at|for)|for))?|who are you|"
    r"what(?: is|['’]s) (?:your (?:name|purpose|job)|this (?:bot|chat|tool|thing|app))|"
    r"how (?:can|could|do) you help(?: me)?|what(?:['’]s| is) possible(?: here)?|"
    r"(?:what|which)(?: (?:kinds?|sorts?|types?) of)? (?:questions|things|stuff) (?:can|could"
    r"|may|do) "
    r"(?:i|you|we) (?:ask|answer|know|understand)(?: (?:you|here|about))*|"
    r"(?:(?:what are )?(?:some )?)?(?:example|sample|suggested|possible) questions|"
    r"(?:some )?examples(?: of questions)?|suggest (?:a question|some questions|questions)|"
    r"explain (?:yourself|how (?:this|it) works)|how (?:this|it) works"
)
_FILES = (
    r"(?:documents?|docs|files?|sources?|papers|pdfs|uploads|materials?|books|texts|information"
    r"|data|knowledge)"
)
_HOLD = (
    r"(?:have|know|read|hold|use|contain|got|store|search|rely on|look (?:at|in)|draw on|include"
    r"|cover)"
)
_THERE = (
    r"(?:(?:there|available|loaded|indexed|uploaded|stored|included|here|in (?:here|there)|ready"
    r"|online"
    r"|in (?:your|the|this) (?:library|collection|index|corpus|knowledge base|database"
    r"|system))\s*)+"
)
_DOCUMENTS = (
    rf"(?:which|what|how many)(?: kinds? of| sorts? of| types? of)? {_FILES} "
    rf"(?:(?:do|can|did) (?:you|we|i) {_HOLD}(?: (?:access to|here|about|from|loaded|indexed"
    rf"|available))*"
    rf"|have (?:you|we|i) (?:got|read|loaded|uploaded|indexed|seen)|(?:are|is) {_THERE}"
    r"|(?:can|may) (?:i|we) ask(?: (?:you )?about)?|(?:are|is) (?:you|it) (?:based on|using))"
    rf"|(?:(?:list|show|name)(?: me| us)? )?(?:all )?(?:(?:of )?(?:the|your|my|our)"
    rf" )?(?:available |indexed "
    rf"|uploaded |loaded )?{_FILES}(?: (?:you have|{_THERE}))"
    rf"|(?:list|show|name)(?: me| us)? (?:all )?(?:(?:of )?(?:the|your|my|our) )?(?:available "
    rf"|indexed "
    rf"|uploaded |loaded )?(?:documents|docs|files|sources|uploads)"
    r"|(?:all )?(?:your|my) (?:documents|files|sources)|documents|files|table of contents"
    r"|what(?: is|['’]s) (?:in )?(?:here|your (?:library|collection|index|corpus|knowledge base"
    r"|data))"
    r"|what (?:do|can) you (?:have|know)(?: about)?|where do (?:you|your answers) (?:get|come|take)"
    r"(?: (?:your|the) (?:answers|information))? from"
    r"|what (?:topics|subjects|areas) (?:do|can) (?:you|i|we) (?:cover|know|answer|have|ask)(?:"
    r" about)?"
    r"|what (?:topics|subjects|areas) are (?:covered|there|available)"
)
_SAID = (
    rf"(?:{_GREETING}|{_THANKS}|{_HELP}|{_DOCUMENTS}"
    rf"|{_GREETING_ELSEWHERE}|{_THANKS_ELSEWHERE}|{_HELP_ELSEWHERE})"
)
_JOIN = r"(?:[\s,.!?;:¡¿–-]+(?:(?:and|und|et|y|e|ed|en|och) )?)"
POINTS_BACK = re.compile(
    r"(?:(?:and|so|but|then),?\s+)*(?:how (?:does|do|did) (?:it|this|that|they|these|those) work"
    r"|what (?:can|should|must|shall|could|do) (?:i|we|one) (?:have to |need to )?do"
    r"(?: now| then)?)",
    re.IGNORECASE,
)
"""What asks of the program by itself, and behind another question of what was talked of."""
CARD = re.compile(rf"(?:(?:^¡?|(?!^){_JOIN}){_SAID})+", re.IGNORECASE)
"""One or several of them; each stands in the pattern once, as compiling it takes its time."""
_CLOSING = rf"(?:{_THANKS}|{_THANKS_ELSEWHERE})"
CLOSING = re.compile(rf"¡?{_CLOSING}(?:{_JOIN}{_CLOSING})*", re.IGNORECASE)
