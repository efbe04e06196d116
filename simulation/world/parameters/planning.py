"""Who sits at the table."""

from simulation.world.parameters.parameter import Section, swept, switch


class Planning(Section, title="Planning"):
    planning_suitability = swept(
        0.15, (0.0, 1.0), "share", "how much a service unfit for co-production still suits joint planning"
    )
    planning_by_complaints = swept(
        1.2,
        (0.0, 4.0),
        "per year",
        "rate of joint planning out of complaints that are heard in full",
        "background: full co-production article",
    )
    planning_by_initiative = swept(
        0.9,
        (0.0, 4.0),
        "per year",
        "rate of joint planning at residents' own initiative",
        "background: full co-production article",
    )
    planning_by_invitation = swept(
        0.5, (0.0, 3.0), "per year", "rate of joint planning at the invitation of a leader who is fully committed"
    )
    residents_distrust = switch(
        "residents who do not trust the council stay away from its table, and rather plan by themselves",
        "Gamson 1968; contested, run both ways",
    )
    invitation_unaided = swept(
        0.5, (0.25, 1.0), "0..1", "invitations without any planning support, next to what the support adds"
    )
    invitation_pressure = swept(
        3.0,
        (0.0, 10.0),
        "ratio",
        "how much more often a council invites under full budget pressure",
        "background: communities must play a greater role under cuts; size as of reviews and PFI; swept",
        only_with="cuts_invite",
    )
    complaints_settled = swept(
        0.5, (0.25, 1.0), "share", "share of open complaints that is settled when planning becomes joint"
    )
    planning_by_refusal = swept(
        0.6,
        (0.0, 2.0),
        "per year",
        "rate of community plans where residents get no seat at all",
        "set so that all nine cells appear (pattern 1); swept",
    )
    contract_closure = swept(
        0.6,
        (0.0, 1.0),
        "share",
        "share of joint planning that an ordinary contract rules out",
        "evidence §2 (contracts limit information)",
    )
    invitation_rate = swept(
        1.0, (0.0, 4.0), "per year", "rate at which community plans get a seat from a council that wants them"
    )
    plan_fade = swept(0.7, (0.1, 3.0), "per year", "rate at which community plans fade where there is no initiative")
    plan_fade_rested = swept(
        0.5, (0.25, 1.0), "0..1", "fading of community plans where nobody is tired, next to what weariness adds"
    )
    insisting = switch("a community plan that is insisted on wears out the council's goodwill towards it")
    plan_patience = swept(
        24.0,
        (6.0, 120.0),
        "months",
        "age at which a community plan that nobody took up finds half the goodwill",
        only_with="insisting",
    )
    planning_tedium = swept(
        0.35,
        (0.0, 2.0),
        "per year",
        "rate at which joint planning is given up by people who are tired and content",
        "background: planning work can be tedious",
    )
    tedium_unsatisfied = swept(
        0.3, (0.15, 0.6), "0..1", "tedium of people who are not content at all, next to what contentment adds"
    )
    tedium_trusted = swept(
        0.5, (0.0, 1.0), "share", "share of tedium that full trust in the partnership prevents", "Ansell & Gash 2008"
    )
    planning_support_effect = swept(
        0.4,
        (0.0, 0.9),
        "share",
        "share of weariness and burn-out that planning support prevents",
        "background: Dumfries & Galloway framework",
    )
    assemblies_effect = swept(
        0.4,
        (0.0, 1.0),
        "share",
        "how far local assemblies give a seat that the leader does not offer",
        "evidence §8 (2000 Act)",
    )
    assemblies_relief = swept(0.3, (0.0, 0.9), "share", "share of the effort of meetings that assemblies save")
    least_availability = swept(0.12, (0.0, 0.6), "0..1", "readiness below which an organisation is no partner")
    travel_discount = swept(
        0.6, (0.0, 1.0), "ratio", "readiness of a social enterprise away from home, relative to home"
    )
