"""Community organisations and social enterprises."""

from simulation.world.parameters.parameter import Section, constant, lever, literature, measured, swept


class Organisations(Section, title="Organisations"):
    founding = measured(
        0.0245,
        (0.0, 0.2),
        "per place and year",
        "rate at which a free place is taken where civic capacity is one half",
        "fitted to evidence §6: S21",
        (0.008, 0.08),
    )
    founding_base = swept(
        0.3,
        (0.15, 0.6),
        "ratio",
        "founding where there is no civic capacity; with half of the next one it should make 1",
    )
    founding_civic = swept(1.4, (0.7, 2.8), "ratio", "what full civic capacity adds to it")
    founding_support = swept(0.5, (0.0, 2.0), "ratio", "how much capacity building adds to founding")
    closure_base = measured(
        0.0215, (0.0, 0.2), "per year", "hazard of closing in quiet times", "fitted to evidence §6: S21", (0.007, 0.06)
    )
    closure_strain = swept(0.6, (0.0, 6.0), "ratio", "how much thin reserves raise it")
    closure_strain_cap = swept(3.0, (1.5, 6.0), "ratio", "strain of reserves beyond which the hazard rises no more")
    assets_protect = swept(0.5, (0.25, 1.0), "share", "share of the hazard of closing that full assets prevent")
    mutual_aid_fading = measured(
        0.033,
        (0.0, 0.1),
        "per month",
        "hazard that a mutual-aid group fades",
        "evidence §5 (41 % alive after 25 months)",
        (0.015, 0.06),
    )
    safe_reserves = swept(6.0, (1.0, 12.0), "months", "reserves that let an organisation sleep well")
    reserves_floor = swept(-12.0, (-24.0, -6.0), "months", "debt beyond which losses count no more")
    reserves_cap = constant(
        18.0, (6.0, 36.0), "months", "reserves beyond which income is spent", "judgement; swept", "judgement"
    )
    organisation_cost = swept(
        0.1, (0.02, 0.5), "of a neighbourhood's spending", "running cost of a fully professional organisation"
    )
    cost_unprofessional = swept(
        0.2, (0.1, 0.4), "ratio", "running cost without professional staff, relative to what full staff adds"
    )
    contract_margin = literature(
        0.04, (0.0, 0.2), "share", "what an organisation keeps of contract income", "evidence §4 (thin margins)"
    )
    cost_stickiness = swept(
        0.4, (0.05, 1.0), "share", "share of a gap between income and cost that is not closed by spending less or more"
    )
    grant_chance = measured(
        0.84,
        (0.4, 1.0),
        "share",
        "chance of a grant when councils have the money",
        "evidence §5 (84 % of community businesses have some grant)",
    )
    grant_support = swept(0.15, (0.0, 0.5), "share", "what planning support and capacity building add to that chance")
    grant_stance = swept(
        1.0, (0.0, 2.0), "per commitment", "how much the leader's commitment to working with residents moves it"
    )
    grant_months = measured(36.0, (12.0, 60.0), "months", "length of a grant", "evidence §4 (1-3 years)")
    grant_cover = measured(
        1.24,
        (0.8, 1.6),
        "ratio",
        "share of the running cost not covered otherwise that a grant meets",
        "set so that reserves hold in quiet times (evidence §5)",
    )
    staff_rate = swept(0.15, (0.05, 0.5), "per month", "how fast staff and premises follow when contracts are lost")
    staff_cost = swept(0.2, (0.0, 0.6), "share", "share of a lost contract's income that they go on costing until then")
    underpricing = swept(
        0.1, (0.0, 0.3), "share", "how far an organisation without reserves goes below its price to win work"
    )
    independence_base = measured(
        0.65,
        (0.0, 1.0),
        "share",
        "share of independent income towards which organisations drift",
        "evidence §5 (government a third of income)",
    )
    independence_rate = swept(0.01, (0.0, 0.05), "per month", "how fast")
    trading_independence = measured(0.1, (0.0, 0.5), "share", "what trading adds to it", "evidence §5 (83 % trade)")
    dependence = swept(0.4, (0.0, 1.0), "share", "how much contracts with the council take from it")
    asset_threshold = swept(12.0, (1.0, 36.0), "months", "reserves from which an organisation builds up assets")
    asset_rate = swept(0.01, (0.0, 0.05), "per month", "how fast")
    volunteer_rate = swept(0.05, (0.0, 0.2), "per month", "how fast volunteers come and go")
    volunteers_base = swept(
        0.2, (0.1, 0.4), "0..1", "volunteers that an organisation keeps without roots or civic capacity"
    )
    volunteers_civic = swept(0.5, (0.25, 1.0), "0..1", "volunteers that full civic capacity adds")
    volunteers_roots = swept(0.5, (0.25, 1.0), "0..1", "volunteers that full roots add")
    volunteers_venues = swept(
        0.3,
        (0.0, 0.6),
        "share",
        "share of volunteers who stay away once all staffed venues have gone",
        only_with="cuts_take",
    )
    burnout = swept(
        0.15,
        (0.0, 0.5),
        "per year",
        "volunteers lost to burn-out where work is all that can be carried and no staff support it",
        "evidence §5 (10-20 %)",
    )
    capacity_learning = swept(0.02, (0.0, 0.1), "per month", "how fast work builds skills")
    capacity_training = swept(0.02, (0.0, 0.1), "per month", "how fast full capacity building builds skills")
    capacity_fading = swept(0.01, (0.0, 0.05), "per month", "how fast unused skills fade")
    professionalising = swept(0.012, (0.0, 0.05), "per month", "how fast contracts professionalise")
    professionalising_support = swept(
        0.5, (0.25, 1.0), "ratio", "what full planning support adds to that, relative to a contract"
    )
    professionalising_training = swept(
        0.5, (0.25, 1.0), "ratio", "what full capacity building adds to it, relative to a contract"
    )
    deprofessionalising = swept(
        0.008, (0.0, 0.05), "per month", "how fast professional staff is lost without contracts"
    )
    root_erosion = swept(
        4.0, (0.0, 5.0), "ratio", "roots lost per gain in professionalisation", "set so that pattern 9 shows; swept"
    )
    coplanning_keeps_roots = swept(
        0.9,
        (0.0, 1.0),
        "share",
        "share of that loss which planning with residents prevents",
        "set so that pattern 9 shows; swept",
    )
    root_renewal = swept(0.012, (0.0, 0.05), "per month", "how fast ties to residents grow again")
    root_renewal_alone = swept(
        0.3, (0.15, 0.6), "ratio", "renewal of roots without planning with residents, relative to what that adds"
    )
    organisation_trust_gain = swept(
        0.02, (0.0, 0.1), "per month", "how fast organisations come to trust a council that means it"
    )
    organisation_trust_officers = swept(
        0.3, (0.15, 0.6), "share", "share of that trust which rests on officers' culture and not on the leader"
    )
    trust_needed = swept(
        0.35, (0.05, 1.0), "0..1", "trust at which an organisation is fully ready to work with the council"
    )
    volunteers_needed = swept(0.5, (0.25, 1.0), "0..1", "volunteers with which it is fully ready")
    availability_unskilled = swept(0.3, (0.15, 0.6), "share", "share of readiness that needs no skills")
    community_price = measured(
        0.78,
        (0.4, 1.2),
        "ratio",
        "price that a community organisation without paid staff asks",
        "fitted to evidence §6: S25",
    )
    professional_price = swept(0.25, (0.0, 0.8), "ratio", "how much more a fully professional one asks")
    enterprise_threshold = swept(
        0.5, (0.1, 1.0), "0..1", "professionalisation from which an organisation may become a social enterprise"
    )
    enterprise_rate = measured(
        0.08,
        (0.0, 1.0),
        "per year",
        "rate at which it does",
        "evidence §5 (community businesses doubled 2014-22)",
        (0.02, 0.3),
    )
    enterprise_rate_base = swept(
        0.5, (0.25, 1.0), "ratio", "that rate without independent income, relative to what full independence adds"
    )
    enterprise_growth = swept(
        0.005, (0.0, 0.03), "per month", "how fast an enterprise with reserves builds capacity by trading"
    )
    enterprise_size = swept(
        2.5, (1.0, 10.0), "ratio", "work that an enterprise can carry, relative to a community organisation"
    )
    enterprise_capacity = swept(0.3, (0.15, 0.6), "0..1", "further skills of the social enterprises at the start")
    enterprise_professionalisation = swept(
        0.45, (0.225, 0.9), "0..1", "further professionalisation of the social enterprises at the start"
    )
    enterprise_independence = lever(
        0.2,
        (0.0, 0.6),
        "share",
        "further independent income of the social enterprises at the start",
        "evidence §7 (Bromley-by-Bow)",
        "judgement",
    )
    enterprise_assets = lever(
        0.2,
        (0.0, 1.0),
        "0..1",
        "assets of the social enterprises at the start",
        "evidence §7 (Bromley-by-Bow)",
        "judgement",
    )
