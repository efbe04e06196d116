"""What councils, places, organisations and contractors are like when they begin."""

from simulation.world.parameters.parameter import Section, constant, swept

BOOK_KEEPING = "judgement; book-keeping that no rule reads"


class InitialState(Section, title="Initial state"):
    tradition_margin = swept(
        0.05, (0.025, 0.1), "0..1", "distance that a place's political tradition keeps from both ends of its scale"
    )
    start_culture_tradition = swept(
        0.5, (0.25, 1.0), "share", "share of officers' culture at the start that is the place's and not the leader's"
    )
    population_lowest = swept(0.6, (0.3, 1.2), "ratio", "population of the smallest neighbourhood, relative to others")
    population_spread = swept(0.8, (0.4, 1.6), "ratio", "how much more the largest neighbourhood has")
    trust_spread = swept(0.2, (0.1, 0.4), "0..1", "range of residents' trust between neighbourhoods at the start")
    start_fatigue = swept(0.1, (0.05, 0.2), "0..1", "residents' weariness at the start")
    start_organisation_age = constant(
        240.0, (120.0, 480.0), "months", "age of the oldest organisations at the start", BOOK_KEEPING, "judgement"
    )
    start_arrangement_age = constant(
        60.0, (30.0, 120.0), "months", "age of the oldest arrangements at the start", BOOK_KEEPING, "judgement"
    )
    new_capacity_lowest = swept(
        0.15, (0.075, 0.3), "0..1", "skills of the least skilled new organisation where there is no civic capacity"
    )
    new_capacity_spread = swept(0.4, (0.2, 0.8), "0..1", "how much more the most skilled one has")
    new_capacity_civic = swept(0.2, (0.1, 0.4), "0..1", "what full civic capacity adds to it")
    new_volunteers_lowest = swept(
        0.3, (0.15, 0.6), "0..1", "volunteers of the smallest new organisation where there is no civic capacity"
    )
    new_volunteers_spread = swept(0.4, (0.2, 0.8), "0..1", "how much more the largest one has")
    new_volunteers_civic = swept(0.3, (0.15, 0.6), "0..1", "what full civic capacity adds to them")
    new_professionalisation_lowest = swept(
        0.05, (0.025, 0.1), "0..1", "professionalisation of the least professional new organisation"
    )
    new_professionalisation_spread = swept(0.3, (0.15, 0.6), "0..1", "how much more the most professional one has")
    new_roots_lowest = swept(0.55, (0.275, 0.9), "0..1", "roots of the least rooted new organisation")
    new_roots_spread = swept(0.4, (0.2, 0.8), "0..1", "how much more the most rooted one has")
    new_reserves_lowest = swept(
        0.3, (0.15, 0.6), "ratio", "reserves of the poorest new organisation, relative to safe ones"
    )
    new_reserves_spread = swept(0.7, (0.35, 1.4), "ratio", "how much more the richest one has")
    new_independence_lowest = swept(
        0.4, (0.2, 0.8), "ratio", "independent income of the least independent new organisation, relative to the usual"
    )
    new_independence_spread = swept(1.2, (0.6, 2.4), "ratio", "how much more the most independent one has")
    new_trust_residents = swept(
        0.5,
        (0.25, 1.0),
        "share",
        "share of new organisations' trust that is residents' trust, and not the leader's commitment",
    )
    contractor_quality_lowest = swept(0.6, (0.3, 0.9), "0..1", "quality of the worst new contractor when watched")
    contractor_quality_spread = swept(0.4, (0.2, 0.8), "0..1", "how much better the best one is")
    contractor_capacity_lowest = swept(
        0.5, (0.25, 1.0), "ratio", "volume that the smallest new contractor can carry, relative to the mean"
    )
    contractor_capacity_spread = swept(1.0, (0.5, 2.0), "ratio", "how much more the largest one can carry")
