r"""What the agent takes for harm: the words of its judgement, by kind of harm.

Every pattern is matched against normalised text: lower case, straight apostrophes, single spaces,
no hyphens. Patterns are written as words separated by `|`; a `*` stands for any ending.
"""

import re
from dataclasses import dataclass, field


def words(text: str) -> re.Pattern[str]:
    """A pattern for whole words or phrases; line breaks in `text` only break lines."""
    joined = " ".join(re.sub(r"\|\n\s*", "|", text).split())
    open_ended = re.sub(r"(?<!\\)(\w)\*", r"\1\\w*", joined)
    return re.compile(rf"\b(?:{open_ended})(?!\w)")


@dataclass(frozen=True)
class Harm:
    """One kind of harm.

    `acts` and `things` are patterns with weights of 1 to 3: the heavier, the fewer innocent
    uses a word has. An act and a thing close to each other count together. `phrases` are harm by
    themselves.
    """

    name: str
    acts: dict[int, re.Pattern[str]] = field(default_factory=dict)
    things: dict[int, re.Pattern[str]] = field(default_factory=dict)
    phrases: re.Pattern[str] | None = None


_MAKING = """make|making|made|build|building|built|construct*|assembl*|creat*|produc*|
    manufactur*|prepar*|synthesi*|brew*|mix|mixing|combin*|turn*|cook*|design*|3d print*|print*|
    develop*|obtain*|acquir*|get hold of|getting hold of|get my hands on|buy*|purchas*|order*|
    smuggl*|sneak*|hide|hiding|conceal*|import*|sell*|instructions?|recipes?|blueprints?|
    tutorial|steps|guide|procedure|ingredients|components|formula"""
_RELATION = """wife|husband|spouse|partner|girlfriend|boyfriend|ex|boss|manager|neighbou?rs?|co
    ?workers?|colleagues?|teachers?|classmates?|roommates?|flatmates?|mother|father|mom|mum|dad|
    parents?|brothers?|sisters?|siblings?|sons?|daughters?|child|children|kids?|baby|toddler|
    uncle|aunt|grandmother|grandfather|grandma|grandpa|grandparents?|friends?|enem(?:y|ies)|
    rivals?|guy|man|men|woman|women|girls?|boys?|teenagers?|strangers?|politicians?|president|
    minister|judge|mayor|journalists?|senator|king|queen|police(?:man|men)|police officers?|
    cops?|officers?|guards?|customers?|passengers?|students?|crowd|landlord|tenants?|
    witness(?:es)?|victims?|family|person|prisoners?|pensioners?|old lad(?:y|ies)|migrants?|
    refugees?|supervisor|mother in law|employees?|roommate|stepfather|stepmother|bully|
    schoolmates?|celebrit(?:y|ies)|ceo|congregation"""
_PERSON = rf"""(?:my|his|her|their|your|our|the|an?|this|that|some|these|those|another|as many|
    every|each|all|random|innocent) (?:\w+ ){{0,2}}?(?:{_RELATION})|someone|somebody|anyone|
    people|humans?|human beings|civilians|pedestrians|children|kids|minors|women|strangers|
    students|classmates|passengers|commuters|worshippers|shoppers|protesters|immigrants|
    migrants|refugees|the elderly|elderly \w+|seniors|pensioners|jews|muslims|christians|him|
    toddlers|politicians|teenagers"""
_HURTING = r"""kill|killing|murder|murdering|assassinat(?:e|ing)|poison|poisoning|stab|stabbing|
    strangl(?:e|ing)|shoot|shooting|beat up|beating up|hurt|hurting|injur(?:e|ing)|tortur(?:e|
    ing)|kidnap|kidnapping|abduct|abducting|lynch|run over|massacre|harm|harming|drown|drowning|
    suffocat(?:e|ing)|maim|chok(?:e|ing)|slaughter|eliminat(?:e|ing)|make \w+(?: \w+)?
    disappear|behead|electrocut(?:e|ing)|attack|attacking|cripple|bludgeon|smother|knife|rape|
    raping|sexually assault*|molest*|traffic|trafficking|enslav(?:e|ing)|take hostage|execute|
    radicali[sz](?:e|ing)"""
_PRIVATE = """phones?|accounts?|messages|e ?mails?|inbox|texts|chats?|wi ?fi|passwords?|
    computer|laptop|instagram|facebook|snapchat|whatsapp|gmail|icloud|tiktok|webcam|camera|bank
    account|private photos|photos|location|diary|network|router|browsing history|logins?|pin"""

HARMS = (
    Harm(
        "weapons or explosives",
        acts={
            2: words(
                f"{_MAKING}|weaponi*|cultivat*|plant|planting|detonat*|set off|setting off|"
                "supplier*|convert*|modif*|trigger*|rig|rigging|wire"
            ),
            1: words("us(?:e|ing)|get|getting|find|have|need|want"),
        },
        things={
            3: words(
                r"""(?:\w+ )?bombs?|explosives|explosive (?:device|charge|vest|belt|material|
                mixture|compound|package|drone)s?|(?:an|improvised|plastic|
                home ?made) explosive|(?:hand
                )?grenades?|molotovs?|molotov cocktails?|land ?mines?|ieds?|detonators?|
                nitroglycerin*|tatp|napalm|dynamite|semtex|ghost guns?|gun silencers?|sarin|
                nerve (?:gas|agents?)|mustard gas|vx gas|(?:toxic|poison|poisonous|deadly|
                lethal) gas(?:es)?|ricin|anthrax|botulin*|bio ?weapons?|biological weapons?|
                chemical weapons?|weapons? of mass destruction|nuclear (?:weapon|device|
                warhead)s?|smallpox|(?:deadly|lethal) (?:virus|pathogen)s?|untraceable (?:gun|
                weapon|firearm|pistol)s?|machine guns?|(?:fully )?automatic (?:weapon|rifle|
                fire)s?|pathogens?|suicide vests?|something explosive|something (?:that|which)
                (?:explodes|blows up)"""
            ),
            2: words(
                r"""weapons?|guns?|firearms?|rifles?|pistols?|handguns?|ammunition|thermite|
                gunpowder|black powder|poisons?|chlorine gas|silencers?|armou?r piercing \w+|
                brass knuckles|tasers?"""
            ),
        },
        phrases=words(
            r"""(?:smuggl|sneak|hid|bring|carry)\w* (?:an? |my )?(?:knife|gun|blade|weapon|
            razor|bomb)s? (?:on ?to|into|through|past) (?:an? |the |my )?(?:\w+ )?(?:plane|
            aircraft|airport|school|court|prison|security|customs|border|concert|club|office)"""
        ),
    ),
    Harm(
        "malicious software",
        acts={
            2: words(
                f"{_MAKING}|writ*|code|coding|program|programming|deploy*|launch*|send|sending|run|"
                "running|install*|plant|craft*|set up|generate|rent|hire|infect*|script|craft"
            ),
            1: words("spread|spreading|us(?:e|ing)|get|getting"),
        },
        things={
            3: words(
                r"""malware|malicious (?:code|software|script|program|app|macro|link|
                attachment)s?|ransomware|spyware|stalkerware|key ?loggers?|trojans?|rootkits?|
                botnets?|backdoors?|computer (?:virus|worm)(?:es|s)?|
                virus(?:es)?(?=.{0,60}\b(?:computer|pcs?|laptop|network|phone|files|hard drive|
                machines))|(?:spear )?phishing|phishing \w+|ddos|ddos attacks?|denial of
                service|zero days?|password stealers?|info ?stealers?|(?:record|log|captur)\w*
                (?:\w+ ){0,3}key ?strokes?|worm that|credential stealers?|program that
                (?:encrypts|deletes|destroys|steals)|(?:script|app|tool) that (?:steals|
                secretly)|fake log ?in pages?"""
            ),
        },
    ),
    Harm(
        "breaking into other people's systems or accounts",
        acts={
            3: words(
                r"""hack|hacking|hack into|hacking into|break into|breaking into|crack|cracking|
                brute ?forc*|steal*|swip(?:e|ing)|hijack*|take over|taking over|take down|
                knock*|infiltrat*|compromis(?:e|ing)|spy on|spying on|snoop*|eavesdrop*|deface|
                exfiltrat*|skim|clon(?:e|ing)|breach*|(?:gain|get|obtain)\w*
                (?:unauthori[sz]ed|illegal) access"""
            ),
            2: words("""bypass*|circumvent*|intercept*|harvest*|guess*|unlock*|dump|get past|
                getting past|get around|getting around|defeat|wiretap*|copy|copies|
                copying|grab*|upload*"""),
            1: words(
                """get into|getting into|get in|getting in|access*|log into|log in|log on|read|
                reading|track*|see|reset|monitor*|listen*|find out|view"""
            ),
        },
        things={
            3: words(
                rf"(?:{_PERSON})(?: \w+)?'s? (?:\w+ ){{0,2}}?(?:{_PRIVATE})|"
                f"(?:someone|somebody) else'?s? (?:{_PRIVATE})|"
                r"(?:her|his|their) (?:\w+ )?(?:messages|texts|chats|inbox|diary|browsing history)|"
                r"(?:passwords?|accounts?|messages|e ?mails|data) of (?:other|another|someone) ?\w*"
            ),
            2: words(
                r"""two factor authentication|log ?in page|firewall|security systems?|alarm
                systems?|authentication|mail server|voting machines?|exam server|grading system|
                school's? (?:\w+ )?(?:server|system|network|database|computer)"""
            ),
            1: words(
                rf"""passwords?|credentials?|log ?ins?|credit cards?|credit card \w+|card
                    numbers|{_PRIVATE}|networks?|servers?|systems?|databases?|websites?|
                    computers?|devices?|power grid|webcams?|atms?|bank accounts?|bank|
                    (?:customer|user|personal|medical|patient|company) (?:data|records)|
                    government \w+|trade secrets|crypto wallets?|wallets?|identit(?:y|ies)|car
                    keys?|key fobs?|sim cards?"""
            ),
        },
        phrases=words(
            f"(?:get|learn|obtain|discover|find out|figure out) (?:{_PERSON})'s "
            "(?:pin|password|log ?in|credentials|card number)s?"
        ),
    ),
    Harm(
        "theft or burglary",
        acts={
            3: words(
                """steal|stealing|rob|robbing|shoplift*|burgl*|pickpocket*|break into|breaking
                into|hot ?wir*|loot|looting|embezzl*|carjack*|siphon*|swip(?:e|ing)|make off
                with|fence"""
            ),
            2: words("pick the lock|picking the lock|pick locks|disable|sneak*"),
        },
        things={
            2: words(r"stolen \w+|(?:store|anti theft) (?:sensor|alarm|tag)s?"),
            1: words(
                rf"""(?:\w+'s )?(?:cars?|vehicles?|motorcycles?|bikes?|bicycles?|houses?|homes?|
                    apartments?|flats?|banks?|stores?|shops?|supermarket|money|cash|wallets?|
                    purses?|jewel*|goods|merchandise|electricity|funds|museum|packages|parcels|
                    (?:self )?checkout|safe|atm|catalytic converters?|handbags?|paintings?|
                    villa|warehouse|alcohol|electronics|clothes|inventory|register|tourists|
                    donations|things|phones?|phone)|{_PERSON}"""
            ),
        },
        phrases=words(
            r"get away with (?:shoplifting|stealing|robbing \w+|robbery|burglary|theft|murder)"
        ),
    ),
    Harm(
        "fraud or forgery",
        acts={
            3: words(
                """forg(?:e|ing)|falsif*|launder*|evad(?:e|ing)|defraud*|scam|scamming|swindl*|
                rig|rigging|tamper*|impersonat*|rip off|ripping off|cash out|con|fleece|cheat|
                brib(?:e|ing)|counterfeit|fake"""
            ),
            2: words(
                f"{_MAKING}|run|running|start|starting|pull off|commit*|set up|writ*|carry out|"
                "file|submit*|spend|pass off|pull|invent|draft|generate|photoshop|edit"
            ),
            1: words("get|getting|us(?:e|ing)|find"),
        },
        things={
            3: words(
                r"""(?:fake|forged?|counterfeit|false|phony|bogus|fraudulent|falsified|faked|
                invented) (?:\w+ )?(?:ids?|identit(?:y|ies)|passports?|documents?|papers|
                licen[cs]es?|diplomas?|degrees?|certificates?|banknotes?|bills?|money|currency|
                notes?|prescriptions?|invoices?|receipts?|cheques?|checks?|reviews?|cards?|
                charity|claims?|tickets?|signatures?|references?|websites?|web ?shops?|
                payslips?|testimonials?|emergency|visas?|evidence|alibi)|counterfeit*|ponzi|
                ponzi schemes?|pyramid schemes?|scams?|(?:insurance|tax|credit card|wire|
                romance|benefit) (?:fraud|scams?)|identity theft|tax evasion|money laundering|
                perjury|bribery|stolen (?:identit(?:y|ies)|passports?|ids?|documents?|
                licen[cs]es?)|card skimm*|skimmers?|stolen (?:credit )?cards?|dirty money|drug
                money|(?:scam|fraud|fraudulent) (?:e ?mail|letter|call)s?"""
            ),
            1: words(
                rf"""signatures?|documents?|money|tax|taxes|customers|investors|elections?|
                    votes?|raffle|lottery|(?:\w+ )?match|competition|voting machines?|ballots?|
                    prescriptions?|licen[cs]es?|passports?|diplomas?|banknotes?|euro notes|
                    dollar bills|invoices?|bank (?:employee|clerk)|the irs|(?:\w+ )?officials?|
                    (?:\w+ )?inspectors?|my insurance|insurance compan(?:y|ies)|cash|medical
                    records|doctor's notes?|my insurer|savings|odometer|id cards?|ids?|
                    certificates?|{_PERSON}"""
            ),
        },
        phrases=words(
            r"""(?:empty|drain|clear out|clean out)\w* (?:their|his|her|\w+'s|\w+s') (?:bank
            )?accounts?|(?:trick|con|fool|dup|manipulat|pressur|persuad|convinc|deceiv)(?:e|ed|
            ing|s|ning)? .{1,60}? (?:into|to) (?:giv|send|pay|hand|reveal|transfer|shar|wir|
            invest)\w* .{0,40}? (?:money|savings|passwords?|details|cards?|bank|pin|account|
            codes?|inheritance)|cheat(?:ing)? on my tax(?:es)?|(?:pretend|pos|claim|purport)\w*
            (?:to be|as) (?:\w+ ){1,4}?(?:so that|and|in order|to)\b .{0,50}?(?:money|wire|
            pay|send|transfer|gift cards?|passwords?|bank details)|hid(?:e|ing) (?:\w+
            ){0,4}from the (?:tax|irs)\w*|(?:staged?|staging|fake|faking) (?:an? )?(?:car
            )?(?:accident|crash|burglary|fire|death) .{0,40}(?:insurance|insurer|payout)"""
        ),
    ),
    Harm(
        "hard drugs",
        acts={
            3: words("spik(?:e|ing)|roofie"),
            2: words(
                f"{_MAKING}|extract*|grow|growing|deal|dealing|traffic|trafficking|ship|distribut*|"
                "supply|cut|inject*|lab|mail|score|refin*|sourc(?:e|ing)"
            ),
            1: words("us(?:e|ing)|get|getting|find"),
        },
        things={
            3: words(
                """meth|crystal meth|methamphetamines?|heroin|cocaine|crack cocaine|fentanyl|
                lsd|mdma|ecstasy (?:pills|tablets)|ghb|rohypnol|roofies?|date rape drugs?|
                amphetamines?|ketamine|pcp|(?:illegal|hard|party|street|designer) (?:drugs?|
                substances?)|crystal meth*|illicit (?:drugs?|substances?)|oxycodone|opioids"""
            ),
            2: words("drugs|narcotics|opium|steroids"),
            1: words(rf"(?:\w+ ){{0,2}}?drinks?|{_PERSON}"),
        },
        phrases=words(f"drug(?:ging)? (?:{_PERSON})|sedat(?:e|ing) (?:{_PERSON}) without"),
    ),
    Harm(
        "violence",
        acts={
            3: words(_HURTING),
            2: words(
                """plan|planning|carry out|carrying out|commit*|organi[sz]*|hir(?:e|ing)|stage|
                prepar*|get away with|getting away with|find|pull off|conduct|launch*|get rid
                of|getting rid of|instructions|order*|arrang*|cover up|inspire|livestream*|
                incit*|recruit*"""
            ),
        },
        things={
            3: words(
                """(?:terror|terrorist|mass|school|knife|bomb|acid) (?:attack|shooting|killing|
                stabbing)s?|massacre|bombing|assassination|lynching|contract killers?|hit
                ?m[ae]n|arson|(?:perfect )?murders?|terrorists?|isis|genocide|homicide|honou?r
                killing|shooting spree|riot|violent attacks?"""
            ),
            1: words(_PERSON),
        },
        phrases=words(
            rf"""(?:hide|hiding|dispos\w+ of|get(?:ting)? rid of|dissolv\w+|bury|burying)
                (?:an?|the|my|his|her)? ?(?:dead|human|\w+'s)? ?(?:body|corpse)|(?:forc|coerc|
                mak|trick|pressur)\w* (?:{_PERSON}|her) (?:to have|into|have) sex|death look
                like an accident|poison.{{0,40}}?(?:hard|difficult|impossible)\w* to (?:detect|
                trace)|(?:buy|sell|harvest|steal)\w* (?:an? )?(?:human )?(?:kidneys?|organs?)|
                (?:{_PERSON})\W.{{0,60}}?(?:kill|murder|poison|stab|shoot|torture|hurt|strangle)
                them|(?:someone|somebody|{_PERSON}) be (?:killed|poisoned|murdered|strangled)|
                (?:kill|murder|hurt|stab|poison|shoot|attack) her|beat(?:ing)? (?:{_PERSON})
                (?:up|to death)|(?:poison|tortur|burn|drown|strangl|chok|beat)(?:e|ing)? (?:an?|
                the|my|his|her) (?:\w+'s )?(?:dog|cat|pet|puppy|kitten|animal)|want\w*
                (?:{_PERSON}|him|her|them) dead|lethal dose.{{0,60}} (?:{_PERSON}) (?:drink|
                food|coffee|tea)|(?:put|slip|add)\w* .{{0,40}}in(?:to)? (?:{_PERSON})'s
                (?:drink|food|coffee|tea|meal)"""
        ),
    ),
    Harm(
        "sabotage",
        acts={
            3: words(
                r"""sabotag*|take down|taking down|black out|contaminat*|poison|poisoning|
                derail*|blow up|blowing up|destroy*|cripple|burn down|burning down|set fire to|
                setting fire to|bomb|bombing|torch|attack|attacking|shut down|crash|knock out|
                hijack*|set alight|burn(?:ing)?(?= (?:\w+ ){1,3}down)|set(?:ting)?(?= (?:\S+
                ){1,4}on fire)|firebomb*|vandali*"""
            ),
            2: words("disabl*|cut off|disrupt*|flood"),
        },
        things={
            2: words(r"power grid|electric\w* grid|(?:drinking )?water supply|the grid"),
            1: words(
                r"""(?:\w+'s )?(?:power (?:station|plant|line)s?|water (?:reservoir|plant|
                tower)s?|reservoirs?|(?:\w+ )?trains?|railways?|bridges?|airports?|air
                ?planes?|aircraft|planes?|dams?|hospitals?|pipelines?|traffic lights|
                substations?|buildings?|schools?|church(?:es)?|mosques?|synagogues?|embass(?:y|
                ies)|stadiums?|houses?|homes?|apartments?|shops?|restaurants?|cars?|subway|
                metro|town hall|police station|factor(?:y|ies)|parliament|mall|barn|reservoir)"""
            ),
        },
    ),
    Harm(
        "self-harm",
        acts={
            2: words(
                """ways? (?:to|of|for)|methods?|how (?:to|do i|can i|could i|would i|should i)|
                painless*|quick*|commit*|effective*|tips|instructions|guide|how many|what dose|
                dose|encourag*|where (?:to|can i|should i)|help me|easiest|best"""
            ),
        },
        things={
            3: words(
                """(?:kill|hang|hurt|harm|cut|drown|poison|shoot|burn|starv|suffocat|injur|
                end)(?:e|ing|ning|ting)? (?:myself|yourself|himself|herself|themselves|oneself|
                it all)|suicide|self harm|(?:end|ending|take|taking) (?:my|his|her|their|your|
                one's) (?:own )?life|starving myself|overdose on|slit (?:my|his|her) wrists"""
            ),
        },
        phrases=words(
            r"""i (?:want|plan|need|intend|am going|have decided) to (?:end my (?:own )?life|"
            r"kill myself|
            hang myself|die)\b.{0,80}?(?:methods?|how|ways?|which|what|best|fastest|pills)|
            (?:how many|which|what|enough|dose|how much|how high)\b.{0,100}?\b(?:to die|to
            end it|to overdose|is (?:fatal|lethal) for me|would kill me|will kill me|never wake
            up|not wake up)|(?:lose weight|thin).{0,40}(?:stop eating|eating nothing|
            anorexi\w*)"""
        ),
    ),
    Harm(
        "the sexual abuse of children",
        acts={3: words("groom|grooming|lur(?:e|ing)|seduc(?:e|ing)|entic(?:e|ing)|undress*")},
        things={
            1: words(
                r"""(?:an? |the |my )?(?:\w+ )?(?:child|children|minors?|kids?|girls?|boys?|
                teens?|teenagers?|schoolgirls?|pupils?|students?|\d+ year olds?)"""
            )
        },
        phrases=words(
            r"""child porn*|csam|child (?:sexual )?abuse (?:material|images|videos|pictures)|
            (?:nude|naked|erotic|porn\w*|sexy|sexually explicit|sexual (?:content|images?|
            pictures?|photos?|videos?|stor(?:y|ies)|acts?|scenes?|abuse|contact|secrets?|
            fantas\w+))\b.{0,60}? \b(?:child|children|minors?|underage|kids|schoolgirls?|
            teens?|\d+ year old|toddlers?)|(?:child|children|minors?|underage|schoolgirls?|
            teens?|teenagers?|\d+ year old)\b .{0,60}?\b(?:nudes?|naked|porn\w*|sexual
            (?:acts?|pictures?|photos?|secrets?))|underage (?:sex|porn|girls|boys|nudes)|sex
            with (?:an? )?(?:child|minor|underage|kid)\w*"""
        ),
    ),
    Harm(
        "threats, harassment or hatred",
        acts={
            3: words(
                """stalk|stalking|blackmail|blackmailing|extort*|dox|doxx?ing|harass|harassing|
                bully|bullying|threaten|threatening|intimidat(?:e|ing)|terrori[sz]e|
                humiliat(?:e|ing)|coerc(?:e|ing)|gaslight*|defam(?:e|ing)"""
            ),
            2: words(
                """writ*|send*|mak(?:e|ing)|post|posting|spread|spreading|draft|compose|creat*|
                generate|publish*|leak|leaking|shar(?:e|ing)|produce"""
            ),
        },
        things={
            3: words(
                r"""revenge porn|(?:her|his|\w+'s) (?:nudes|(?:nude|naked) (?:photos|pictures))|
                hate speech|death threats?|threatening (?:letter|message|e ?mail|note|call)s?|
                ransom (?:note|letter)s?|blackmail (?:letter|note|message|e ?mail)s?|(?:hateful|
                racist|antisemitic|anti semitic|neo nazi|nazi|homophobic|extremist|islamophobic)
                (?:\w+ )?(?:speech|propaganda|text|post|poem|leaflet|manifesto|flyer|rant|song|
                slogan|article|joke|tweet|meme|comment)s?|(?:non ?consensual|deepfake) (?:porn|
                nudes?|pornography|videos?)|fake nudes?|nude photos of"""
            ),
            1: words(f"compan(?:y|ies)|firms?|business(?:es)?|{_PERSON}"),
        },
        phrases=words(
            rf"""find(?:ing)? out where (?:{_PERSON}) (?:lives?|works?|sleeps?)\b.{{0,60}}?
                (?:scare|hurt|punish|revenge|attack|harass|lesson)|(?:track|spy|monitor|follow|
                film|record|watch|photograph)\w*\b.{{0,20}}?(?:{_PERSON}) .{{0,60}}?(?:secretly|
                without (?:\w+ ){{0,3}}(?:know|notic|consent|permission|find)\w*)|(?:secretly|
                hidden camera\w*)\b.{{0,30}}?(?:film|record|photograph|watch|track)?\w*
                .{{0,20}}?(?:{_PERSON})|(?:jews|muslims|black people|blacks|immigrants|refugees|
                women|gays|gay people|foreigners|disabled people)\b.{{0,30}}?(?:inferior|
                subhuman|vermin|parasites|exterminated|gassed|deported by force|deserve to die|
                should die)|(?:white|aryan|racial) (?:supremac\w+|superiority) (?:manifesto|
                propaganda|leaflet)"""
        ),
    ),
)

# Collocations in which a dangerous word is harmless; they are taken out before anything is scored.
INNOCENT = words(
    r"""(?:child|parent|zombie|orphan|orphaned) process(?:es)?|bath bombs?|bomb calorimeters?|
    cherry bombs?|seed bombs?|photo ?bomb*|bomb cyclones?|bomb disposal|bomb squad|bomb
    shelters?|(?:glue|nail|heat|staple|water|nerf|spray|massage|tattoo|caulking|radar|paintball|
    toy|grease) guns?|gun ?metal|drug ?stores?|password managers?|hackathons?|life hacks?|growth
    hack*|hacker news|explosive (?:growth|strength)|anti ?(?:virus|malware|fraud|phishing|spam|
    drug)\w*|trojan war|without (?:hurting|harming|killing|injuring|offending|scaring)(?:
    \w+){0,2}|murder myster(?:y|ies)(?: \w+)?|make sure|making sure|make sense|(?:malware|
    phishing|ddos|ransomware|botnet|fraud|virus|scam|backdoor|spyware) (?:scan\w*|analysis|
    detect\w*|removal|protection|awareness|training|prevention|filters?|defen[cs]es?|
    mitigation|insurance|incidents?)|shoot(?:ing)? (?:\w+ ){0,4}?(?:photos?|portraits?|videos?|
    films?|pictures?|hoops|basketball|arrows?|movies?)|food poisoning|blood poisoning|poison
    ivy|heart attacks?|panic attacks?|asthma attacks?|attack surface|killer whales?|crash
    courses?|crack(?:ing|ed)? (?:an? |the |some )? (?:eggs?|nuts?|jokes?|walnuts?|knuckles|
    window)|fake (?:snow|flowers|plants|blood|news|fur|leather|it)|(?:looks?|looking|shaped)
    like an? (?!accident|suicide)\w+|steal (?:the show|a base|second base)|hacksaws?|
    weapons? inspectors?|drug (?:interactions?|trials?|discovery|approvals?)|cut (?:my|his|
    her)? ?(?:hair|nails|costs)"""
)

# Someone wants to do it, or wants it done.
HANDS_ON = re.compile(
    r"\bhow (?:do|can|could|would|should|might|may) "
    r"(?:i|we|you|one|someone|somebody|anyone|a person)\b"
    r"|\bhow to\b|\bhow (?:does|would) one\b|\bhow i (?:can|could|should|would|might)\b"
    r"|\b(?:help|teach|show|guide|walk|assist|instruct|train|advise) (?:me|us)\b"
    r"|\bwhere (?:can|do|could|should|would) i\b|\bwhat (?:do|would|should|can|could) i\b"
    r"|\bwhich [^.?!]{0,60}\b(?:can|could|should|do|would|must) (?:i|we|be)\b"
    r"|\bwhat [^.?!]{0,60}\b(?:can|could|must|should) be (?:combined|mixed|used)\b"
    r"|\bi (?:really |just )?(?:want|need|plan|intend|wish|have decided|am going|am planning|"
    r"am trying|would like|would love)\b"
    r"|\bi'(?:m|d) (?:going to|planning|trying|like to|love to)\b|\bwe (?:want|need|plan) to\b"
    r"|\b(?:best|easiest|fastest|quickest|simplest|cheapest|safest|surest|good|easy|effective|"
    r"most \w+) (?:\w+ )?(?:way|method|place|technique|poison|weapon)s?\b"
    r"|\b(?:best|easiest|safest) to\b|\bways? (?:to|of)\b"
    r"|\bmethods? (?:to|of|for)\b|\btechniques? (?:to|for)\b"
    r"|\bsteps? (?:to|for|by|needed|required|involved)\b"
    r"|\b(?:instructions?|recipes?|tutorial|blueprints?|procedure|walkthrough|manual|tips|"
    r"at home|in my (?:kitchen|garage|basement|bathroom|bedroom))\b"
)

# The text opens by telling the agent to produce something or to do harm itself.
COMMAND = re.compile(
    r"(?:(?:please|hi|hello|hey|kindly|can you|could you|would you|will you|just|now|ok|okay|"
    r"i need you to|you must|you will|let's|so) )*"
    r"(?:write|create|build|make|generate|draft|compose|code|develop|design|provide|plan|give|"
    r"produce|outline|detail|forge|hack|kill|murder|steal|find|send|launch|craft|prepare|program|"
    r"assist|hurt|attack|poison|break|crack|sell|buy|order|assemble|print|put together|script|"
    r"fake|rob|list|spell out|assume|pretend|imagine|suggest|recommend)\b"
)

# Whoever hides it knows why.
COVER = re.compile(
    r"\bwithout (?:getting|being) (?:caught|detected|noticed|traced|seen|identified|found|arrested)"
    r"|\bwithout (?:\S+ ){0,4}?(?:knowing|noticing|notice|consent|permission|finding out|realizing|"
    r"suspecting|(?:leaving )?(?:a )?(?:trace|evidence|fingerprints))"
    r"|\bundetect\w*|\buntrace\w*|\bunnoticed|\b(?:no one|nobody) (?:\w+ ){0,2}(?:know|notic|find|"
    r"suspect)\w*|\bleav\w+ no (?:trace|evidence)|\bavoid (?:getting caught|detection|being caught|"
    r"suspicion|arrest)|\bget(?:ting)? away with|\bsecretly|\blooks? like an accident|"
    r"\bdark ?(?:web|net)|\bblack market|\bno questions asked|\billegally|\bbackground check"
    r"|\bescape (?:the )?police|\bpast (?:airport )?(?:security|customs)|\bso (?:that )?the police"
)

# The harm is what someone wants to be safe from or to understand. Counts only where it governs
# the harmful words: before them, with no new "how do I" in between.
AGAINST = words(
    r"""prevent*|protect*|defend*|secure|guard*|detect|detects|detecting|detection|avoid*|
    recogni[sz]*|spot|identify|report*|stop|stops|remov*|block*|fight|combat*|resist*|surviv*|
    warn*|awareness|help (?:\w+ ){1,3}(?:who|whose|with|cope|overcome|quit|through)|support*|
    against|deal with|dealing with|cope|treat|treating|treatment|recover*|victims? of|safe from|
    mitigat*|respond|investigat*|disarm*|defus*|dispos*|illegal to|laws?|punish*|penalt*|why|
    dangers?|risks?|consequences|legal*|lawful*|crime|ethical*|authori[sz]ed|my own|our own|
    insurance cover*|store safely|histor*|treat(?:y|ies)|museums?|philosoph*|statistics|policy|
    policies|regulat*|ban|bans|banned|disarmament|research*|scien*|documentary|novel about|
    essay|addict*|rehab*|symptoms?|effects?|affects?|meaning|define|definition|difference|what
    happens|i forgot|forgot*|talk to|talk about|discourage|if i (?:get|receive|see|find)"""
)

# The harm lies in the past or in a book. Counts anywhere, unless someone asks for the craft itself.
AT_A_DISTANCE = words(
    r"""histor*|treat(?:y|ies)|museums?|ancient|medieval|centur(?:y|ies)|world war*|wwi*|cold
    war|in (?:1\d{3}|20[0-2]\d)|was|were|did|invented|documentar(?:y|ies)|philosoph*|
    statistics|regulat*|disarmament|archaeolog*|why|law|laws|ethic*|sociolog*|psycholog*"""
)

# It is play, or it is done by the rules. Weighs little: tales are told to get at recipes.
MILD = words(
    """games?|minecraft|chess|characters?|fiction|fictional|role ?play*|costumes?|toys?|lego|
    cakes?|songs?|legally|lawfully|safely|with a licen[cs]e|licen[cs]ed|my own|we own|i own|
    dungeons|novels?|stor(?:y|ies)|films?|movies?|cartoons?|drawings?|paper"""
)
