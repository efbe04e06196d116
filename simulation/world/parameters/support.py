"""What makes a council end what it does together with residents, and what then is lost."""

from simulation.world.parameters.parameter import Section, literature, swept, switch


class SupportAndWithdrawal(Section, title="Support and withdrawal"):
    withdrawal_base = swept(0.1, (0.02, 0.5), "per year", "hazard that an average co-produced arrangement is ended")
    withdrawal_support = swept(5.0, (0.0, 8.0), "per support", "effect of support on the log hazard")
    withdrawal_relationship = swept(1.0, (0.0, 4.0), "per relationship", "effect of the relationship on the log hazard")
    withdrawal_pressure = swept(3.0, (0.0, 10.0), "per pressure", "effect of budget pressure on the log hazard")
    withdrawal_quality = swept(
        2.0, (0.0, 6.0), "per quality", "effect of quality short of the standard on the log hazard"
    )
    withdrawal_voice = swept(1.5, (0.0, 5.0), "per initiative", "effect of residents' initiative on the log hazard")
    withdrawal_embeddedness = swept(2.5, (0.0, 6.0), "per embeddedness", "effect of embeddedness on the log hazard")
    withdrawal_contract = swept(1.0, (0.0, 3.0), "if under contract", "effect of a contract on the log hazard")
    disowning = switch("whether a party that takes over disowns what was begun under the party before")
    withdrawal_disowned = literature(
        0.7,
        (0.0, 1.5),
        "if disowned",
        "effect on the log hazard of having been begun under the party that the leader's party followed",
        "Berry, Burden & Howell 2010 (twice as likely to be killed when the enacting party has lost)",
        only_with="disowning",
    )
    withdrawal_own = swept(
        1.0,
        (0.0, 3.0),
        "per standing",
        "effect of the partner's own income and assets on the log hazard",
        only_with="own_means_protect",
    )
    own_means_protect = switch("a partner's own income and assets protect what it shares with the council")
    withdrawal_damage = swept(0.6, (0.0, 1.0), "share", "share of the relationship that a withdrawal destroys")
    withdrawal_distrust = literature(
        0.15,
        (0.0, 0.5),
        "share",
        "share of trust in the council that a withdrawal destroys on the spot",
        "evidence §5 (Slovic 1993)",
    )
    distrust_spread = swept(0.1, (0.0, 1.0), "share", "how much of that organisations elsewhere in the council feel")
    cliff_threshold = swept(0.8, (0.2, 2.0), "0..1", "strength at which half of what a programme paid for outlives it")
    cliff_support = swept(
        0.5,
        (0.25, 0.75),
        "share",
        "weight of the council's support in that; the rest is on embeddedness or independent income",
    )
    relationship_start = swept(0.35, (0.0, 0.8), "0..1", "relationship with which shared work begins at least")
    relationship_growth = literature(
        0.03, (0.0, 0.1), "per month", "how fast shared work builds the relationship", "Ansell & Gash 2008 (small wins)"
    )
    relationship_fading = swept(0.02, (0.0, 0.1), "per month", "how fast a relationship fades without shared work")
    relationship_alone = swept(
        0.5, (0.25, 1.0), "share", "share of the growth of relationships that needs no joint working"
    )
    relationship_unsupported = swept(
        0.3, (0.15, 0.6), "share", "share of the growth of relationships that needs no support from the council"
    )
    embeddedness_growth = swept(
        0.025,
        (0.0, 0.1),
        "per month",
        "how fast a fully supported arrangement under a framework becomes an institution",
    )
    embedding_alone = swept(0.15, (0.0, 1.0), "share", "the same without a framework, relative to it")
    embeddedness_fading = swept(0.02, (0.0, 0.05), "per month", "how fast embeddedness fades without support")
    legal_form_effect = swept(
        0.5, (0.0, 2.0), "ratio", "how much faster arrangements become institutions within a legal body"
    )
    legal_form_keeps = swept(
        0.7, (0.35, 1.0), "share", "share of the fading of embeddedness that a legal body prevents"
    )
