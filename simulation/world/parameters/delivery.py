"""What each way of delivering can reach, and what it costs."""

from simulation.world.parameters.parameter import Section, constant, literature, swept


class Delivery(Section, title="Delivery"):
    """What each way of delivering can reach, and what it costs."""

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
