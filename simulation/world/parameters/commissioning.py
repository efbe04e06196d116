"""How competing options are scored."""

from simulation.world.parameters.parameter import Section, constant, literature, measured, swept, switch


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
        "set so that cuts hand over under contract as well as leave to self-help (pattern 6); swept",
    )
    score_stance = swept(1.2, (0.0, 4.0), "per market commitment", "weight of the leader's stance towards the market")
    score_support = swept(1.2, (0.0, 4.0), "per support", "weight of support for co-production")
    score_incumbent = swept(0.8, (0.0, 3.0), "score", "advantage of the present provider")
    score_self_help = swept(2.0, (0.0, 6.0), "per ability", "weight of the neighbourhood's ability to help itself")
    score_chance = swept(0.25, (0.05, 1.0), "score", "scale of the unexplained part of a score")
    abandon_reluctance = swept(
        5.0, (0.0, 9.0), "score", "reluctance to leave a service to residents where there is no policy for it"
    )
    handing_over = swept(
        1.0,
        (0.0, 4.0),
        "per pressure",
        "what budget pressure adds to the case for handing a service over to residents, in part or whole",
        "background: communities must play a greater role under cuts; swept",
        only_with="cuts_invite",
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
    procurement_barrier = measured(
        1.0,
        (0.0, 4.0),
        "score",
        "what procurement takes from a provider that can show nothing of what it asks, or cannot carry its lots at all",
        "form: evidence §4 (thresholds and bundling); size: fitted to evidence §6: S25",
    )
    bidder_shows = swept(
        0.8, (0.3, 1.0), "0..1", "professionalisation of a provider that can show all that tenders ask for"
    )
    lot_size = swept(3.0, (1.0, 8.0), "ratio", "size of a lot, relative to the service in one neighbourhood")
    reserved = swept(
        0.3,
        (0.0, 1.0),
        "share",
        "share of the tenders of a fully co-producible service that an open route reserves for community providers",
        "Public Contracts Regulations 2015, reg. 77",
    )
    renewal_preference = swept(
        0.5, (0.0, 1.0), "ratio", "weight of the leadership's views when a contract ends, relative to a first decision"
    )
    dismissal_below = swept(
        0.8, (0.5, 0.95), "ratio", "quality, relative to the standard, below which a contract may be ended early"
    )
    dismissal_rate = swept(0.3, (0.0, 1.0), "per year", "rate at which it then is")
    policy_first = switch(
        "a policy of the council, and experience with it, come before services are handed over or shared; without it "
        "they need none"
    )
    handover_hurdle = measured(
        3.5,
        (0.5, 6.0),
        "score",
        "what stands before the first handing over or sharing where there is no policy for it",
        "fitted to evidence §6: S27",
    )
    policy_ease = swept(0.3, (0.1, 0.9), "share", "share of that, and of the reluctance, that the policy alone removes")
    experience_half = swept(
        7.0,
        (2.0, 40.0),
        "arrangements",
        "experience at which half of what the policy leaves is gone too",
        only_with="policy_first",
    )
    spin_out_rate = swept(
        0.3,
        (0.0, 2.0),
        "per year",
        "rate at which staff found an enterprise under a policy while a full programme helps them",
        "about a hundred public service mutuals by 2015; swept",
    )
    spin_out_unaided = swept(0.25, (0.0, 1.0), "0..1", "that rate without any programme, next to what it adds")
    joint_plan_bonus = swept(
        0.35, (0.0, 2.0), "score", "what planning together adds to the case for delivering together"
    )
    expected_watch = swept(
        0.7, (0.0, 1.0), "0..1", "monitoring that councils believe they will manage when they let a contract"
    )
    expected_relationship = swept(
        0.5, (0.25, 1.0), "0..1", "relationship that councils expect of a community provider before it has begun"
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
