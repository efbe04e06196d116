"""Which councils took the place of those that were abolished: from the orders and acts, for the files do not say it.

Local Government Act 1985 (metropolitan counties, Greater London), Local Government etc. (Scotland) Act 1994, Local
Government (Wales) Act 1994, and the structural changes orders for England of 1996-98, 2009, 2019-23 and 2026. A council
whose area was divided has several successors; small exchanges of parishes are left out. Names are identifiers of
``councils.csv``. The build tells which of them are not on record, and which successor is not there afterwards.
"""

from __future__ import annotations

# Successor: those whose place it took, in whole or in part.
TOOK_OVER: dict[str, str] = {
    # England, 1995-98
    "bath-and-north-east-somerset": "bath wansdyke avon",
    "bristol": "avon",
    "north-somerset": "woodspring avon",
    "south-gloucestershire": "kingswood northavon avon",
    "bracknell-forest": "berkshire",
    "reading": "berkshire",
    "slough": "berkshire",
    "west-berkshire": "berkshire",
    "windsor-and-maidenhead": "berkshire",
    "wokingham": "berkshire",
    "brighton-and-hove": "brighton hove",
    "hartlepool": "cleveland",
    "middlesbrough": "cleveland",
    "redcar-and-cleveland": "langbaurgh cleveland",
    "stockton-on-tees": "cleveland",
    "herefordshire": "hereford leominster south-herefordshire hereford-and-worcester",
    "worcestershire": "hereford-and-worcester",
    "east-riding-of-yorkshire": "beverley boothferry east-yorkshire holderness humberside",
    "kingston-upon-hull": "humberside",
    "north-east-lincolnshire": "cleethorpes great-grimsby humberside",
    "north-lincolnshire": "glanford scunthorpe humberside",
    "isle-of-wight": "medina south-wight",
    "medway": "gillingham rochester-upon-medway",
    # England, 2009
    "bedford": "bedfordshire",
    "central-bedfordshire": "mid-bedfordshire south-bedfordshire bedfordshire",
    "cheshire-east": "congleton crewe-and-nantwich macclesfield cheshire",
    "cheshire-west-and-chester": "chester ellesmere-port-and-neston vale-royal cheshire",
    "cornwall": "caradon carrick kerrier north-cornwall penwith restormel",
    "durham": "chester-le-street derwentside durham-city easington sedgefield teesdale wear-valley",
    "northumberland": "alnwick berwick-upon-tweed blyth-valley castle-morpeth tynedale wansbeck",
    "shropshire": "bridgnorth north-shropshire oswestry shrewsbury-and-atcham south-shropshire",
    "wiltshire": "kennet north-wiltshire salisbury west-wiltshire",
    # England, 2019-21
    "bournemouth-christchurch-and-poole": "bournemouth christchurch poole",
    "dorset": "east-dorset north-dorset purbeck west-dorset weymouth-and-portland",
    "east-suffolk": "suffolk-coastal waveney",
    "west-suffolk": "forest-heath st-edmundsbury",
    "somerset-west-and-taunton": "taunton-deane west-somerset",
    "buckinghamshire": "aylesbury-vale chiltern south-bucks wycombe",
    "north-northamptonshire": "corby east-northamptonshire kettering wellingborough northamptonshire",
    "west-northamptonshire": "daventry northampton south-northamptonshire northamptonshire",
    # England, 2023
    "cumberland": "allerdale carlisle copeland cumbria",
    "westmorland-and-furness": "barrow-in-furness eden south-lakeland cumbria",
    "north-yorkshire": "craven hambleton harrogate richmondshire ryedale scarborough selby",
    "somerset": "mendip sedgemoor somerset-west-and-taunton south-somerset",
    # England, 2027, elected in 2026
    "east-surrey": "elmbridge epsom-and-ewell mole-valley reigate-and-banstead tandridge surrey",
    "west-surrey": "guildford runnymede spelthorne surrey-heath waverley woking surrey",
    # Wales, 1996
    "blaenau-gwent": "gwent",
    "bridgend": "ogwr mid-glamorgan",
    "caerphilly": "islwyn rhymney-valley gwent mid-glamorgan",
    "cardiff": "south-glamorgan",
    "carmarthenshire": "carmarthen dinefwr llanelli dyfed",
    "ceredigion": "dyfed",
    "conwy": "aberconwy colwyn clwyd",
    "denbighshire": "glyndwr rhuddlan clwyd",
    "flintshire": "alyn-and-deeside delyn clwyd",
    "gwynedd": "arfon dwyfor meirionnydd",
    "isle-of-anglesey": "ynys-mon",
    "merthyr-tydfil": "mid-glamorgan",
    "monmouthshire": "monmouth gwent",
    "neath-port-talbot": "neath lliw-valley port-talbot west-glamorgan",
    "newport": "gwent",
    "pembrokeshire": "preseli-pembrokeshire south-pembrokeshire dyfed",
    "powys": "brecknock montgomeryshire radnor",
    "rhondda-cynon-taf": "cynon-valley rhondda taff-ely mid-glamorgan",
    "swansea": "lliw-valley west-glamorgan",
    "torfaen": "gwent",
    "vale-of-glamorgan": "south-glamorgan",
    "wrexham": "wrexham-maelor glyndwr clwyd",
    # Scotland, 1996
    "aberdeen-city": "grampian",
    "aberdeenshire": "banff-and-buchan gordon kincardine-and-deeside grampian",
    "angus": "tayside",
    "argyll-and-bute": "dumbarton strathclyde",
    "clackmannanshire": "central",
    "dumfries-and-galloway": "annandale-and-eskdale nithsdale stewartry wigtown",
    "dundee-city": "tayside",
    "east-ayrshire": "cumnock-and-doon-valley kilmarnock-and-loudoun strathclyde",
    "east-dunbartonshire": "bearsden-and-milngavie strathkelvin strathclyde",
    "east-lothian": "lothian",
    "east-renfrewshire": "eastwood renfrew strathclyde",
    "edinburgh": "lothian",
    "falkirk": "central",
    "fife": "dunfermline kirkcaldy north-east-fife",
    "glasgow-city": "strathclyde",
    "highland": "badenoch-and-strathspey caithness inverness lochaber nairn ross-and-cromarty skye-and-lochalsh "
    "sutherland",
    "inverclyde": "strathclyde",
    "midlothian": "lothian",
    "moray": "grampian",
    "north-ayrshire": "cunninghame strathclyde",
    "north-lanarkshire": "cumbernauld-and-kilsyth monklands motherwell strathkelvin strathclyde",
    "perth-and-kinross": "tayside",
    "renfrewshire": "renfrew strathclyde",
    "scottish-borders": "berwickshire ettrick-and-lauderdale roxburgh tweeddale",
    "south-ayrshire": "kyle-and-carrick strathclyde",
    "south-lanarkshire": "clydesdale east-kilbride hamilton strathclyde",
    "stirling": "central",
    "west-dunbartonshire": "clydebank dumbarton strathclyde",
    "west-lothian": "lothian",
}  # fmt: skip

# Metropolitan counties by the districts that took over from them in 1986.
METROPOLITAN_COUNTIES = {
    "greater-manchester": "bolton bury manchester oldham rochdale salford stockport tameside trafford wigan",
    "merseyside": "knowsley liverpool st-helens sefton wirral",
    "south-yorkshire": "barnsley doncaster rotherham sheffield",
    "tyne-and-wear": "gateshead newcastle-upon-tyne north-tyneside south-tyneside sunderland",
    "west-midlands": "birmingham coventry dudley sandwell solihull walsall wolverhampton",
    "west-yorkshire": "bradford calderdale kirklees leeds wakefield",
}
# The boroughs took over from the Greater London Council together; the build knows them by their kind.
LONDON = "greater-london-council"

# Counties that no code of the files tells from districts.
COUNTIES = ("avon", "bedfordshire", "berkshire", "cheshire", "cleveland", "hereford-and-worcester", "humberside")
# The same of Wales until 1996; two others have the name of a council of today.
WELSH_COUNTIES = ("clwyd", "dyfed", "gwent", "mid-glamorgan", "south-glamorgan", "west-glamorgan")
# Counties that became unitary under their own name, and the first year in which they sat as such.
COUNTY_UNTIL = {
    "buckinghamshire": 2020, "cornwall": 2009, "dorset": 2019, "durham": 2008, "isle-of-wight": 1995,
    "north-yorkshire": 2022, "northumberland": 2008, "shropshire": 2009, "somerset": 2022, "wiltshire": 2009,
}  # fmt: skip
# All councils there were elected anew in this year; those that took others' place may have the name of an older one.
ANEW = {"Scotland": 1995, "Wales": 1995}


def successors(london: list[str]) -> dict[str, list[str]]:
    """Those that took over from each abolished council, in alphabetical order."""
    found = {LONDON: sorted(london)} | {gone: those.split() for gone, those in METROPOLITAN_COUNTIES.items()}
    for successor, gone in sorted(TOOK_OVER.items()):
        for each in gone.split():
            found.setdefault(each, []).append(successor)
    return found
