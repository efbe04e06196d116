"""Residents and their neighbourhoods: satisfaction, complaints, trust, energy."""

from simulation.world.parameters.parameter import Section, constant, literature, measured, swept


class Residents(Section, title="Residents"):
    satisfaction_base = constant(
        0.64,
        (0.4, 0.8),
        "0..1",
        "satisfaction when services are as expected",
        "evidence §3 (67 % in 2011, 61 % in 2018)",
    )
    satisfaction_slope = measured(
        1.8,
        (0.2, 2.0),
        "per quality",
        "how strongly satisfaction follows quality against the standard",
        "fitted to evidence §6: S20",
    )
    satisfaction_say = literature(
        0.06,
        (0.0, 0.2),
        "0..1",
        "what a say in the service adds to satisfaction with it",
        "evidence §5 (Parrado et al. 2013)",
    )
    satisfaction_rate = measured(
        0.08, (0.02, 0.3), "per month", "how fast satisfaction changes", "evidence §3 (sticky)"
    )
    complaint_threshold = swept(0.7, (0.5, 0.9), "0..1", "satisfaction below which residents complain")
    complaint_gravity = swept(
        2.0, (0.0, 6.0), "ratio", "how much graver a complaint is where nothing is right; 0 if they are only counted"
    )
    consultation_say = swept(
        0.3,
        (0.0, 1.0),
        "ratio",
        "what being consulted and heeded counts for, relative to a seat at the table",
        "evidence §5 (Parrado et al. 2013)",
    )
    consultation_distrust = swept(
        0.2,
        (0.0, 1.0),
        "ratio",
        "distrust that comes of consultations which nobody acts on, relative to that of complaints",
        "evidence §5 (Slovic 1993)",
    )
    complaints_half = swept(1.5, (0.1, 2.0), "complaints", "open complaints at which half of their weight is felt")
    answer_base = swept(
        0.08, (0.02, 0.3), "per month", "share of open complaints that is settled or given up without any procedure"
    )
    answer_procedure = swept(0.25, (0.0, 0.8), "per month", "share that a full procedure answers besides")
    trust_base = literature(
        0.65, (0.2, 0.8), "0..1", "trust that good ordinary service can reach", "evidence §3 (satisfaction and trust)"
    )
    trust_seat = swept(0.4, (0.0, 0.8), "0..1", "further trust where all planning is shared")
    trust_gain = swept(0.015, (0.005, 0.05), "per month", "how fast trust is built")
    trust_asymmetry = literature(
        3.0,
        (1.0, 5.0),
        "ratio",
        "how much faster trust is lost than gained for like events",
        "evidence §5 (Slovic 1993)",
    )
    civic_base = swept(
        0.6, (0.2, 0.9), "0..1", "civic capacity of the least deprived place", "evidence §5 (volunteering)"
    )
    civic_deprivation = swept(
        0.2,
        (-0.2, 0.6),
        "0..1",
        "how much less the most deprived place has",
        "evidence §5 (48 % of community businesses in the most deprived 30 %)",
    )
    civic_spread = swept(0.4, (0.0, 0.8), "0..1", "range of civic capacity between like places at the start")
    civic_growth = literature(
        0.01, (0.0, 0.05), "per month", "how fast working together builds civic capacity", "Cahn 2000"
    )
    civic_return = swept(0.01, (0.0, 0.05), "per month", "how fast civic capacity returns to what the place is like")
    fatigue_growth = literature(0.06, (0.0, 0.2), "per month", "how fast meetings tire", "evidence §5 (burn-out)")
    fatigue_civic = swept(0.5, (0.25, 1.0), "share", "share of tiring that full civic capacity prevents")
    fatigue_recovery = swept(0.04, (0.01, 0.2), "per month", "how fast energy comes back")
    initiative_base = literature(
        0.4, (0.0, 1.0), "share", "share of initiative that needs no grievance", "evidence §5 (Parrado et al. 2013)"
    )
    initiative_alone = swept(0.3, (0.0, 1.0), "share", "share of initiative that needs no organisation")
    emergency_spirit = swept(
        0.5, (0.0, 1.0), "share", "share of weariness that an emergency makes people forget", "evidence §5 (mutual aid)"
    )
    surge_fading = swept(0.15, (0.02, 0.5), "per month", "how fast emergency need falls back")
    programme_suitability = constant(
        0.6,
        (0.0, 1.0),
        "0..1",
        "co-producibility from which a regeneration programme pays for a service's co-delivery",
        "evidence §7 (Burngreave)",
        "judgement",
    )
