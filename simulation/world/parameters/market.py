"""Private contractors and PFI."""

from simulation.world.parameters.parameter import Section, constant, literature, measured, swept


class Market(Section, title="Market"):
    contractor_efficiency = literature(
        0.12,
        (0.0, 0.4),
        "share of cost",
        "mean share of the standard cost that a contractor can save",
        "evidence §4 (insourcing to save)",
    )
    contractor_margin = measured(
        0.06, (0.0, 0.3), "share", "margin in the quotes of a contractor with enough work", "evidence §4 (margins)"
    )
    underbidding = swept(0.12, (0.0, 0.5), "share", "how far an aggressive contractor without work goes below that")
    contractor_margin_busy = swept(
        1.5, (1.0, 3.0), "ratio", "margin of a fully busy contractor, relative to the usual one; idleness is taken off"
    )
    contractor_scale = swept(
        0.5, (0.25, 0.75), "ratio", "how far contractors use a service's economies of scale to save cost"
    )
    contractor_overhead = swept(0.03, (0.0, 0.2), "share", "overhead on what the work costs a contractor")
    contractor_capacity = swept(
        0.14, (0.02, 1.0), "of a council's spending", "mean volume that a contractor can carry in one market"
    )
    contractor_failure = measured(
        0.009,
        (0.0, 0.1),
        "per year",
        "rate at which contractors fail",
        "fitted to evidence §4 (1-2 % a year with what losses add)",
        (0.004, 0.02),
    )
    failure_sound = swept(0.5, (0.25, 1.0), "ratio", "hazard of failing without losses, relative to that rate")
    failure_strain = swept(1.5, (0.0, 6.0), "ratio", "how much losses raise it")
    failure_strain_cap = swept(3.0, (1.5, 6.0), "ratio", "strain of losses beyond which the hazard rises no more")
    safe_solvency = swept(1.5, (0.2, 6.0), "months", "losses that a sound contractor could bear, in months of turnover")
    solvency_floor = swept(-6.0, (-12.0, -3.0), "months", "losses beyond which more losses count no more")
    solvency_cap = constant(
        3.0, (0.5, 12.0), "months", "profits beyond which owners take them out", "judgement; swept", "judgement"
    )
    contractor_entry = swept(0.25, (0.0, 2.0), "per place and year", "rate at which free places in a market are taken")
    pfi_rate = measured(
        0.107,
        (0.0, 0.5),
        "per year",
        "rate at which PFI contracts reach financial close for a service that is all capital, under full PFI credits",
        "fitted to evidence §2: 716-722 contracts, 55-60 % of them by councils",
        (0.03, 0.3),
    )
    pfi_pressure = swept(3.0, (0.0, 10.0), "ratio", "how much budget pressure adds to the appetite for PFI")
    pfi_regardless = swept(
        0.5, (0.25, 1.0), "0..1", "appetite for PFI whatever the leader's stance, next to what the stance adds"
    )
    pfi_least_capital = constant(
        0.5,
        (0.0, 0.95),
        "0..1",
        "capital intensity from which a service is a candidate for PFI",
        "evidence §2 (sectors)",
    )
    pfi_wards = swept(
        0.3,
        (0.05, 1.0),
        "share",
        "share of the wards whose buildings a PFI contract covers; one for a network covers all",
        "judgement: a contract rebuilds some of the schools or libraries; swept",
    )
    pfi_years = constant(26.0, (15.0, 40.0), "years", "mean length of a PFI contract", "evidence §2 (25-30 years)")
    pfi_years_spread = constant(4.0, (0.0, 8.0), "years", "standard deviation of the length", "evidence §2")
    pfi_price = measured(
        1.15,
        (0.8, 1.6),
        "ratio",
        "payment relative to the standard in-house cost",
        "evidence §2 (financing 40 % dearer)",
    )
    pfi_indexation = measured(
        0.005,
        (0.0, 0.03),
        "per year",
        "how much faster the payment rises than other costs",
        "evidence §2 (index-linked)",
    )
    pfi_confidentiality = measured(
        0.6,
        (0.0, 1.0),
        "share",
        "share of a PFI contract's terms that is confidential",
        "evidence §2 (35 % of authorities limited)",
    )
    pfi_quality = swept(0.8, (0.4, 1.0), "0..1", "quality of PFI providers when watched")
    pfi_early_exit = constant(
        0.002, (0.0, 0.02), "per year", "rate at which councils buy themselves out of a PFI contract", "evidence §2"
    )
    pfi_exit_cost = measured(
        0.5,
        (0.1, 1.0),
        "share",
        "cost of that, relative to all payments still due",
        "evidence §2 (debt plus 10-15 % of lifetime value)",
    )
