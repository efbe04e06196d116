"""Officer culture, the framework, and how practice spreads."""

from simulation.world.parameters.parameter import Section, constant, literature, measured, swept


class Learning(Section, title="Learning"):
    culture_reward = swept(0.008, (0.0, 0.05), "per month", "how fast officers drift towards what their leader rewards")
    culture_success = swept(0.003, (0.0, 0.05), "per month", "how fast visible success wins officers over")
    success_scale = swept(
        12.0, (1.0, 40.0), "per quality", "how visible quality above the standard in co-produced services is"
    )
    success_rate = swept(0.05, (0.01, 0.3), "per month", "how fast success becomes known, and is forgotten")
    blame_contractor = literature(
        0.5,
        (0.0, 1.0),
        "share",
        "how far residents blame the council for a contractor's service",
        "background: answerable to voters",
    )
    blame_pfi = literature(
        0.3, (0.0, 1.0), "share", "how far they blame it for a PFI service", "background: answerable to voters"
    )
    blame_community = swept(0.5, (0.0, 1.0), "share", "how far they blame it for a community provider's service")
    adoption_rate = swept(
        0.06,
        (0.0, 3.0),
        "per year",
        "rate at which a council with a fully committed leader that sees full success adopts more of a lever",
        "set so that levels are stationary without events (pattern 1); swept",
        likely=(0.01, 0.5),
    )
    adoption_paid = swept(
        0.5,
        (0.0, 2.0),
        "per year",
        "rate at which a council takes up more of a lever while a full programme pays for it",
    )
    copied_whole = swept(
        0.25,
        (0.0, 1.0),
        "share",
        "share of imitation that copies a proven model whole, its legal form included",
        "background: business format franchising",
    )
    policy_rate = measured(
        0.03,
        (0.005, 0.3),
        "per year",
        "rate at which a council with a fully committed leader makes it policy to hand over or share services",
        "fitted to evidence §6: S27",
    )
    policy_pressure = swept(1.0, (0.0, 4.0), "ratio", "what full budget pressure counts in that, next to such a leader")
    policy_cost = swept(0.02, (0.0, 0.1), "months of spending", "what the decision costs once")
    experience_fading = swept(
        0.01, (0.002, 0.05), "per month", "how fast experience is lost as people leave", only_with="policy_first"
    )
    champion_above = swept(0.5, (0.0, 0.9), "0..1", "commitment above which a leader takes up parts of a framework")
    adoption_step = constant(
        0.34, (0.05, 1.0), "0..1", "how much of a lever it adopts at a time", "judgement; swept", "judgement"
    )
    imitation_rate = literature(
        0.65,
        (0.0, 4.0),
        "per year",
        "rate at which a council with a fully committed leader takes up more of a lever that all its neighbours have",
        "form: Berry & Berry 1990, Shipan & Volden 2008; size: social value policies in evidence §4"
        " (docs/decisions/0012-imitation.md), less what is copied whole",
    )
    diffusion = literature(
        0.8,
        (0.0, 1.0),
        "share",
        "how visible a neighbouring council's success and framework are",
        "pattern 11: pockets of excellence",
    )
    diffusion_alone = swept(0.15, (0.0, 1.0), "share", "share of that without planning and development support")
    hostility_below = swept(0.4, (0.05, 1.0), "0..1", "commitment below which a leader is against a framework")
    dismantling_rate = swept(
        1.0, (0.0, 4.0), "per year", "rate at which a leadership without any commitment drops a lever"
    )
    legal_form_shield = swept(
        0.75,
        (0.0, 1.0),
        "share",
        "share of dismantling that a legal form prevents",
        "background: a partnership as legal form",
    )
    lever_rate = constant(
        0.15,
        (0.02, 0.5),
        "per month",
        "how fast levers in force follow what was decided",
        "judgement; swept",
        "judgement",
    )
