"""What councils and governments can choose: the state at the start, which events then change."""

from simulation.world.parameters.parameter import Section, lever

FRAMEWORK = "background: Dumfries & Galloway framework"


class LeversAndPolicies(Section, title="Levers and policies"):
    governance = lever(
        0.0, (0.0, 1.0), "0..1", "framework: governance and accountability (performance and terms published)", FRAMEWORK
    )
    planning_support = lever(0.0, (0.0, 1.0), "0..1", "framework: planning and development support", FRAMEWORK)
    capacity_building = lever(0.0, (0.0, 1.0), "0..1", "framework: training and community development", FRAMEWORK)
    joint_working = lever(
        0.0,
        (0.0, 1.0),
        "0..1",
        "framework: building on existing joint working, so that relationships survive changes of staff",
        FRAMEWORK,
    )
    open_procurement = lever(0.0, (0.0, 1.0), "0..1", "framework: an open, compliant procurement route", FRAMEWORK)
    legal_form = lever(
        0.0,
        (0.0, 1.0),
        "0 or 1",
        "1: the framework is a legal body of its own (a limited liability partnership)",
        FRAMEWORK,
    )
    capable_first = lever(
        0.0,
        (0.0, 0.9),
        "0..1",
        "framework: least skills of a neighbourhood's organiser for its support to be offered there",
        "background: controlled engagement with capable communities",
    )
    complaints_procedure = lever(
        0.4,
        (0.0, 1.0),
        "0..1",
        "quality of the complaints procedure",
        "background: full co-production article",
        "judgement",
    )
    consultation = lever(
        0.0,
        (0.0, 1.0),
        "0..1",
        "how regularly councils consult residents on their services",
        "background: full co-production article",
        "judgement",
    )
    consultation_heeded = lever(
        0.0,
        (0.0, 1.0),
        "0..1",
        "how far they act on what they hear there",
        "background: full co-production article",
        "judgement",
    )
    assemblies = lever(
        0.0,
        (0.0, 1.0),
        "0..1",
        "how far decisions are taken in local assemblies",
        "evidence §8 (2000 Act)",
        "judgement",
    )
    pfi_policy = lever(
        0.0,
        (0.0, 1.0),
        "0..1",
        "national policy on PFI (credits) at the start: 0 no new contracts, 1 the only money for new buildings",
        "evidence §2",
    )
    openness_policy = lever(
        0.0, (0.0, 1.0), "0..1", "least openness of procurement that national rules ask for", "evidence §4"
    )
    social_value_policy = lever(
        0.0, (0.0, 1.0), "0..1", "weight that national rules give to social value", "evidence §4"
    )
    localism_policy = lever(
        0.0, (0.0, 1.0), "0..1", "strength of communities' rights to challenge and to plan", "evidence §8 (2012)"
    )
    income_level = lever(
        0.94,
        (0.5, 1.3),
        "ratio",
        "councils' income at the start relative to the standard cost of their services",
        "judgement; swept",
        "judgement",
    )
    market_mean = lever(
        0.45, (0.0, 1.0), "0..1", "mean commitment of leaders to the market", "judgement; swept", "judgement"
    )
    tradition_mean = lever(
        0.45,
        (0.0, 1.0),
        "0..1",
        "mean of places' political tradition of working with residents",
        "judgement; swept",
        "judgement",
    )
