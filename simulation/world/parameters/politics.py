"""Elections, leaders and national moods."""

from simulation.world.parameters.parameter import Section, constant, measured, swept, switch

FITTED = "fitted to evidence §6: S1, S2, S7, S22, S23 and who controls councils (docs/decisions/0016-elections.md)"


class Politics(Section, title="Politics"):
    vote_sharpness = constant(
        1.8,
        (1.0, 3.0),
        "per latent support",
        "how strongly votes follow latent support",
        "sets the unit in which support is counted",
        "literature",
    )
    lean_spread = measured(
        0.65, (0.2, 1.2), "latent support", "standard deviation of councils' lasting lean to each party", FITTED
    )
    minor_party_lean = measured(
        -0.83, (-1.5, 0.5), "latent support", "mean lean to the third party and to local parties", FITTED
    )
    local_mood_memory = measured(0.55, (0.3, 0.95), "per year", "what is left of a local mood after a year", FITTED)
    local_mood_noise = measured(
        0.115, (0.05, 0.6), "latent support", "standard deviation of the yearly change of local mood", FITTED
    )
    national_mood_rate = measured(
        0.35, (0.05, 0.6), "per year", "how fast the national mood drifts to its goal", FITTED
    )
    national_mood_noise = measured(
        0.105, (0.0, 0.3), "latent support", "standard deviation of the yearly change of the national mood", FITTED
    )
    governing_cost = measured(
        0.42, (0.0, 0.8), "latent support", "what governing costs a party in the councils", FITTED
    )
    governing_wear = measured(0.06, (0.0, 0.3), "per year", "how much more it costs with every year in office", FITTED)
    government_loss = swept(
        0.055,
        (0.02, 0.15),
        "per year in office",
        "chance that a government loses a general election, for each year in office",
        "general elections since 1973",
    )
    general_election_months = constant(
        54, (36, 60), "months", "months between general elections", "general elections since 1974"
    )
    government_age = swept(4.0, (0.0, 15.0), "years", "time in office of the government at the start")
    thirds_share = constant(
        0.3, (0.0, 1.0), "share", "share of districts that elect by thirds", "Open Council Data UK, 2000 to 2024"
    )
    seat_changes = swept(
        0.015,
        (0.0, 0.04),
        "per seat and year",
        "seats that change hands between elections, by by-elections and defections",
        "evidence §1 (1 to 2 in a hundred)",
    )
    hung_councils = switch("leaders without a majority govern with others: they can be replaced, and can do less")
    coalition_of_others = swept(
        0.3,
        (0.0, 0.6),
        "0..1",
        "chance that others join against the largest party when nobody has a majority",
        only_with="hung_councils",
    )
    hung_restraint = swept(
        0.25,
        (0.0, 0.6),
        "share",
        "how much less a leader without a majority invites residents and decides on a framework",
        "sign: Gains et al. 2009 (hung councils impede partnership work); size: judgement; swept",
        only_with="hung_councils",
    )
    bad_service_penalty = measured(
        0.35,
        (0.0, 0.4),
        "latent support",
        "support that the worst service costs the leader's party",
        "fitted to evidence §6: S8 (Boyne et al. 2009)",
    )
    mediocre_approval = measured(
        0.62,
        (0.3, 0.8),
        "0..1",
        "approval above which voters neither punish nor reward",
        "evidence §3 (satisfaction 61-67 %) and §6: S8",
    )
    leader_exit = swept(
        0.1, (0.05, 0.2), "per year", "chance that a leader goes without a change of control", "evidence §1"
    )
    leader_spread = swept(
        0.25,
        (0.05, 0.4),
        "0..1",
        "standard deviation of leaders' commitments around the place's tradition",
        "evidence §1 (leaders differ more than parties)",
    )
    portfolios = switch(
        "whether portfolio holders have views of their own on co-production; without, all share the leader's"
    )
    portfolio_spread = swept(
        0.15,
        (0.05, 0.3),
        "0..1",
        "standard deviation of portfolio holders' views around their leader's",
        only_with="portfolios",
    )
    portfolio_vacant = swept(
        0.2,
        (0.0, 0.5),
        "share",
        "chance that a group of services has no portfolio holder and follows officers' culture",
        only_with="portfolios",
    )
    tradition_spread = swept(0.12, (0.0, 0.3), "0..1", "standard deviation of political tradition between places")
    party_market = swept(
        0.08,
        (0.0, 0.3),
        "0..1",
        "how much the two main parties differ in commitment to the market, each side of the mean",
        "evidence §1 (party effect small)",
    )
    tie_loss = swept(
        0.45,
        (0.1, 0.9),
        "share",
        "share of relationship strength that a change of leadership breaks where nothing holds it",
        "background: full co-production article",
    )
    joint_working_effect = swept(
        0.6,
        (0.0, 1.0),
        "share",
        "share of that loss which the joint working lever prevents",
        "background: Dumfries & Galloway framework",
    )
