"""What each way of delivering can reach, and what it costs."""

from simulation.world.parameters.parameter import Section, constant, literature, swept


class Delivery(Section, title="Delivery"):
    standard_quality = constant(
        0.7, (0.4, 0.9), "0..1", "quality of council staff at full funding", "scale", "definition"
    )
    funding_half = swept(
        0.5,
        (0.1, 2.0),
        "ratio",
        "curvature of quality in funding; smaller is flatter near full funding",
        "evidence §3 (elasticity 0.15-0.4)",
    )
    quality_rate = swept(0.12, (0.02, 0.5), "per month", "how fast quality reaches what is possible")
    contractor_base = swept(
        0.9, (0.5, 1.2), "ratio", "quality of a perfect, fully watched contractor in a service without residents"
    )
    contractor_complexity = swept(
        0.15, (0.0, 0.6), "ratio", "loss of contractors' quality in services that depend on residents"
    )
    unwatched_loss = swept(
        0.25,
        (0.0, 0.8),
        "share",
        "quality that a contractor cuts where nobody looks",
        "evidence §2 (information limited)",
    )
    watch_alone = swept(
        0.5, (0.25, 1.0), "share", "share of the monitoring of public terms that needs no formal governance"
    )
    governance_opens = swept(
        0.5, (0.25, 1.0), "share", "share of what contracts keep confidential that full formal governance makes public"
    )
    input_skills = swept(
        0.5,
        (0.25, 0.6),
        "share",
        "weight of skills in what an organisation brings; the rest of 1 after volunteers is that of roots",
    )
    input_volunteers = swept(0.3, (0.15, 0.4), "share", "weight of volunteers in it")
    input_strained = swept(0.4, (0.2, 0.8), "share", "share of what an organisation brings that overload cannot take")
    input_civic_base = swept(
        0.7, (0.35, 1.0), "ratio", "what counts of an organisation's strength where there is no civic capacity"
    )
    input_civic = swept(0.6, (0.3, 1.2), "ratio", "how much more counts where civic capacity is full")
    input_fatigue = swept(0.3, (0.15, 0.6), "share", "share of what an organisation brings that full weariness takes")
    codelivery_share = swept(
        0.5,
        (0.25, 1.0),
        "exponent",
        "exponent of residents' input in delivering a fully co-producible service together",
    )
    codelivery_alone = swept(
        0.4, (0.2, 0.8), "share", "share of that input which counts without a working relationship"
    )
    synergy = literature(
        0.8, (0.0, 1.0), "ratio", "what delivering a fully co-producible service together adds", "Ostrom 1996"
    )
    standard_loss = literature(
        0.35,
        (0.0, 1.0),
        "share",
        "quality lost to unprofessional help where the standard is highest",
        "Brandsen & Honingh 2016",
    )
    synergy_alone = swept(0.4, (0.0, 1.0), "ratio", "what community delivery of a fully co-producible service adds")
    community_base = swept(
        0.35, (0.175, 0.7), "share", "share of the quality of community delivery that needs no strong organisation"
    )
    community_contact = swept(
        0.1, (0.05, 0.2), "share", "share of the quality of community delivery that rests on the working relationship"
    )
    standard_loss_alone = swept(
        0.6, (0.0, 1.0), "share", "quality that community delivery lacks where the standard is highest"
    )
    planning_gain = literature(
        0.08,
        (0.0, 0.3),
        "quality",
        "what planning a fully co-producible service together adds to quality",
        "evidence §9 (Bovaird 2007)",
    )
    planning_gain_alone = swept(0.3, (0.15, 0.6), "share", "share of that gain which needs no working relationship")
    plan_alone_gain = swept(
        0.5, (0.25, 1.0), "ratio", "what residents' own plan adds, relative to the gain of planning together"
    )
    plan_alone_loss = swept(
        0.06, (0.0, 0.3), "quality", "what a plan without professionals costs where the standard is highest"
    )
    codelivery_saving = swept(0.25, (0.0, 0.6), "share of cost", "what residents' effort saves at most")
    codelivery_coordination = swept(
        0.12, (0.0, 0.5), "share of cost", "what coordination costs without a working relationship"
    )
    codelivery_oversight = swept(
        0.12, (0.0, 0.5), "share of cost", "what oversight costs where the professional standard is highest"
    )
