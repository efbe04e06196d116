"""Income, commitments and the sharing of the rest."""

from simulation.world.parameters.parameter import Section, constant, literature, measured, swept, switch


class Money(Section, title="Money"):
    grant_share = constant(
        0.4,
        (0.2, 0.8),
        "share",
        "share of income that is government grant; so that its fall by 49 % is one of 20 % in spending on services",
        "evidence §3",
    )
    statutory_cut = measured(
        0.1,
        (0.0, 0.5),
        "ratio",
        "cut of statutory services per cut of all flexible spending",
        "evidence §3 (-3 % against -33 %)",
    )
    cuts_invite = switch("budget pressure makes councils invite residents and hand services over")
    cuts_take = switch("cuts take grants, staffed venues and coordinators on which volunteers depend")
    lever_cost = swept(0.004, (0.0, 0.02), "share of spending", "running cost of one framework lever in full force")
    legal_form_cost = swept(0.002, (0.0, 0.02), "share of spending", "running cost of a legal body")
    assemblies_cost = swept(0.002, (0.0, 0.01), "share of spending", "running cost of local assemblies")
    consultation_cost = swept(0.001, (0.0, 0.01), "share of spending", "running cost of consulting on everything")
    procedure_cost = swept(0.002, (0.0, 0.01), "share of spending", "running cost of a full complaints procedure")
    planned_claim = swept(
        0.3,
        (0.0, 0.8),
        "ratio",
        "how much better a neighbourhood with a part in all plans does in the sharing of discretionary money than one "
        "with a part in none",
        "background: competing for resources with other neighbourhoods",
    )
    planning_work = swept(
        0.2,
        (0.0, 1.0),
        "share of volume",
        "work that planning a service gives an organisation, relative to delivering it",
    )
    partnership_work = swept(
        0.4,
        (0.1, 1.0),
        "share of volume",
        "work that delivering together gives an organisation, relative to delivering alone",
    )
    partnership_fee = swept(
        0.15, (0.0, 0.5), "share of volume", "what the council pays an organisation for its part in delivering together"
    )
    carry = swept(
        0.35, (0.1, 1.0), "of a neighbourhood's spending", "work that a strong community organisation can carry"
    )
    carry_untrained = swept(
        0.3, (0.15, 0.6), "ratio", "what an organisation without any capacity can carry, relative to that"
    )
    carry_alone = swept(
        0.5, (0.25, 1.0), "share", "share of an organisation's capacity that bears work without any volunteers"
    )
    need_deprivation = literature(
        0.6,
        (0.0, 1.5),
        "ratio",
        "how much more need the most deprived place has than the least",
        "evidence §3 (most and least deprived)",
    )
