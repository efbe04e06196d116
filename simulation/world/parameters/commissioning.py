"""How competing options are scored."""

from simulation.world.parameters.parameter import Section, constant, literature, measured, swept


class Commissioning(Section, title="Commissioning"):
    review_rate = swept(0.1, (0.02, 0.5), "per year", "rate at which services without a contract are reviewed")
    review_pressure = swept(3.0, (0.0, 10.0), "ratio", "how much more often under full budget pressure")
    review_joint = swept(2.0, (0.0, 10.0), "ratio", "how much more often where a service in house is planned together")
    score_quality = literature(
        3.0, (0.0, 8.0), "per quality", "weight of expected quality", "evidence §4 (quality 44 %)"
    )
    score_price = literature(
        1.5, (0.0, 6.0), "per price", "weight of price without budget pressure", "evidence §4 (cost 60 %)"
    )
    score_pressure = swept(4.0, (0.0, 12.0), "ratio", "how much heavier price weighs under full pressure")
    thrift = swept(
        0.15,
        (0.0, 1.0),
        "share",
        "how far the money that an underfunded service in house goes without counts as saved",
        "set so that cuts outsource as well as leave to self-help (pattern 6); swept",
    )
    score_stance = swept(1.2, (0.0, 4.0), "per market commitment", "weight of the leader's stance towards the market")
    score_support = swept(1.2, (0.0, 4.0), "per support", "weight of support for co-production")
    score_incumbent = swept(0.8, (0.0, 3.0), "score", "advantage of the present provider")
    score_scale = swept(
        2.0, (0.0, 6.0), "per scale", "disadvantage of small providers where services have economies of scale"
    )
    score_self_help = swept(2.0, (0.0, 6.0), "per ability", "weight of the neighbourhood's ability to help itself")
    score_chance = swept(0.25, (0.05, 1.0), "score", "scale of the unexplained part of a score")
    abandon_reluctance = swept(2.0, (0.0, 6.0), "score", "reluctance to leave a service to residents")
    handing_over = swept(
        1.0,
        (0.0, 4.0),
        "per pressure",
        "what budget pressure adds to the case for handing a service over to residents, in part or whole",
        "background: communities must play a greater role under cuts; swept",
    )
    abandon_statutory = swept(
        0.5, (0.25, 1.0), "share", "share that the law requires from which a service cannot be left to residents"
    )
    social_value_weight = measured(
        0.12,
        (0.0, 1.0),
        "score",
        "what social value adds to the score of community providers; twice with full national rules",
        "evidence §4 (typically 10 % of the weight, in the quarter of councils that had a policy)",
    )
    procurement_barrier = literature(
        2.0,
        (0.0, 4.0),
        "score",
        "what procurement takes from a small provider without any professional staff",
        "evidence §4 (thresholds and bundling)",
    )
    partnership_hurdle = swept(0.65, (0.0, 2.0), "score", "what it costs to set up delivering together")
    joint_plan_bonus = swept(
        0.35, (0.0, 2.0), "score", "what planning together adds to the case for delivering together"
    )
    expected_watch = swept(
        0.7, (0.0, 1.0), "0..1", "monitoring that councils believe they will manage when they let a contract"
    )
    expected_relationship = swept(
        0.5, (0.25, 1.0), "0..1", "relationship that councils expect of a community provider before it has begun"
    )
    award_strain = swept(
        0.2, (0.1, 0.4), "per load", "readiness for more that an organisation loses at once by the work it is awarded"
    )
    tender_quality = swept(0.5, (0.0, 2.0), "per quality", "weight of quality against price among contractors' bids")
    contract_confidentiality = literature(
        0.2, (0.0, 1.0), "share", "share of an ordinary contract's terms that is confidential", "evidence §2"
    )
    community_contract_months = measured(
        30, (12, 60), "months", "longest contract that a community organisation gets", "evidence §4 (1-3 years)"
    )
    start_contracted = constant(
        0.25,
        (0.0, 0.9),
        "share",
        "share of services with a contractor at the start of the burn-in",
        "judgement; swept",
        "judgement",
    )
    start_joint = constant(
        0.42,
        (0.0, 1.0),
        "share",
        "share of fully co-producible services planned together at the start of the burn-in",
        "judgement; swept",
        "judgement",
    )
    start_enterprise = constant(
        0.15,
        (0.0, 0.5),
        "share",
        "share of fully co-producible services with a social enterprise at the start of the burn-in",
        "evidence §4 (10-11 % of procurement)",
    )
    start_together = constant(
        0.75,
        (0.0, 1.0),
        "share",
        "share of the jointly planned ones that are also delivered together at the start of the burn-in",
        "judgement; swept",
        "judgement",
    )
    start_relationship = constant(
        0.5,
        (0.0, 1.0),
        "0..1",
        "relationship strength of what is shared with residents at the start of the burn-in",
        "set near the level without events",
        "judgement",
    )
    start_embeddedness = constant(
        0.08,
        (0.0, 1.0),
        "0..1",
        "embeddedness of what is shared with residents at the start of the burn-in",
        "set near the level without events",
        "judgement",
    )
