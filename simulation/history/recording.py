"""What is measured of a world at the end of a month. The columns are declared in `simulation.world.measures`."""

from __future__ import annotations

from simulation.agents.council.budget import funding, is_flexible
from simulation.agents.council.support import effective_support
from simulation.engine.compilation import rule
from simulation.world.event_kinds import NO_PARTY
from simulation.world.matrix import COMMUNITY, CONTRACTOR, PFI, TOGETHER, coproduced, rung
from simulation.world.measures import COLUMN
from simulation.world.moves import terms_public
from simulation.world.tables import NOBODY

COPRODUCTION = COLUMN["coproduction"]
FIRST_CELL = COLUMN["traditional_service"]
MEAN_RUNG = COLUMN["mean_rung"]
FIRST_PROVIDER = COLUMN["in_house"]
LOCK_IN = COLUMN["lock_in"]
LOCK_IN_MONTHS = COLUMN["lock_in_months"]
ACCOUNTABILITY = COLUMN["accountability"]
TRANSPARENCY = COLUMN["transparency"]
QUALITY = COLUMN["quality"]
UNIT_COST = COLUMN["unit_cost"]
SATISFACTION = COLUMN["satisfaction"]
COMPLAINTS = COLUMN["complaints"]
TRUST = COLUMN["trust"]
QUALITY_GAP = COLUMN["quality_gap"]
ORGANISATIONS = COLUMN["organisations"]
CAPACITY = COLUMN["capacity"]
ROOTS = COLUMN["roots"]
INDEPENDENCE = COLUMN["independence"]
VOLUNTEERS = COLUMN["volunteers"]
CIVIC_CAPACITY = COLUMN["civic_capacity"]
PRESSURE = COLUMN["pressure"]
DISCRETIONARY_FUNDING = COLUMN["discretionary_funding"]
STATUTORY_FUNDING = COLUMN["statutory_funding"]
LEADER_COMMITMENT = COLUMN["leader_commitment"]
OFFICER_CULTURE = COLUMN["officer_culture"]
EMBEDDEDNESS = COLUMN["embeddedness"]
RELATIONSHIP = COLUMN["relationship"]
FRAMEWORK = COLUMN["framework"]
CONTROL_CHANGES = COLUMN["control_changes"]
LARGEST_PARTY_CHANGES = COLUMN["largest_party_changes"]
LEADER_CHANGES = COLUMN["leader_changes"]
NO_OVERALL_CONTROL = COLUMN["no_overall_control"]
FOUNDINGS = COLUMN["foundings"]
CLOSURES = COLUMN["closures"]
PFI_DEALS = COLUMN["pfi_deals"]
ENDED_SPELLS = COLUMN["ended_spells"]

TWELVE_MONTHS = 12
FIFTHS = 5  # of the neighbourhoods by deprivation: the most deprived fifth is compared with the least deprived one
LITTLE = 1e-12  # nothing is divided by less


@rule
def months_locked(world, arrangement):
    """Months until this arrangement's money can be redirected: 0 without a contract, 12 at most with a break clause.

    ODD eq. 8.
    """
    if arrangement.contract == NOBODY:
        return 0
    contract = world.contracts[arrangement.contract]
    return min(contract.months_left, TWELVE_MONTHS) if contract.break_clause == 1 else contract.months_left


@rule
def record(world, row, by_service):
    """Measure the world (ODD eq. 6, 7).

    Parameters
    ----------
    row : float64 [measures], filled.
    by_service : float32 [services, 3], filled: co-produced, full co-production and PFI share of the service's volume.
    """
    for column in range(len(row)):
        row[column] = 0.0
    for s in range(len(world.services)):
        for column in range(3):
            by_service[s, column] = 0.0
    total = 0.0
    spending = 0.0
    together = 0.0
    discretionary = 0.0
    discretionary_volume = 0.0
    statutory = 0.0
    statutory_volume = 0.0
    mean_rung = 0.0
    transparency = 0.0
    lock_in = 0.0
    lock_in_months = 0.0
    accountability = 0.0
    quality = 0.0
    unit_cost = 0.0
    satisfaction = 0.0
    complaints = 0.0
    embeddedness = 0.0
    relationship = 0.0
    services = len(world.services)
    for n in range(len(world.neighbourhoods)):
        neighbourhood = world.neighbourhoods[n]
        council = world.councils[neighbourhood.council]
        for s in range(services):
            arrangement = world.arrangements[n * services + s]
            weight = council.population * arrangement.volume
            paid = weight * arrangement.unit_cost
            if is_flexible(arrangement):
                legal = world.services[s].statutory
                money = funding(council, neighbourhood, legal)
                discretionary += weight * (1.0 - legal) * money
                statutory += weight * legal * money
                discretionary_volume += weight * (1.0 - legal)
                statutory_volume += weight * legal
                paid *= money
            total += weight
            spending += paid
            row[FIRST_CELL + 3 * arrangement.delivery + arrangement.planning] += weight
            row[FIRST_PROVIDER + arrangement.provider] += weight
            public = terms_public(world, arrangement, council.levers[0])
            support = effective_support(council, arrangement)
            hearing = council.complaints_procedure
            mean_rung += weight * rung(arrangement.planning, arrangement.delivery, public, hearing, support)
            transparency += paid * public
            locked = months_locked(world, arrangement)
            lock_in_months += paid * locked
            if locked > TWELVE_MONTHS:
                lock_in += paid
            private = arrangement.provider == CONTRACTOR or arrangement.provider == PFI
            if arrangement.planning == TOGETHER or (not private and arrangement.delivery != COMMUNITY):
                accountability += paid
            quality += weight * arrangement.quality
            unit_cost += weight * arrangement.unit_cost
            satisfaction += weight * arrangement.satisfaction
            complaints += arrangement.complaints
            if coproduced(arrangement.planning, arrangement.delivery):
                together += weight
                embeddedness += weight * arrangement.embeddedness
                relationship += weight * arrangement.relationship
                by_service[s, 0] += weight
                if arrangement.planning == TOGETHER and arrangement.delivery == TOGETHER:
                    by_service[s, 1] += weight
            if arrangement.provider == PFI:
                by_service[s, 2] += weight
    for cell in range(9):
        row[FIRST_CELL + cell] /= total
    for provider in range(6):
        row[FIRST_PROVIDER + provider] /= total
    row[COPRODUCTION] = together / total
    row[MEAN_RUNG] = mean_rung / total
    row[QUALITY] = quality / total
    row[UNIT_COST] = unit_cost / total
    row[SATISFACTION] = satisfaction / total
    spending = max(spending, LITTLE)
    row[LOCK_IN] = lock_in / spending
    row[LOCK_IN_MONTHS] = lock_in_months / spending
    row[ACCOUNTABILITY] = accountability / spending
    row[TRANSPARENCY] = transparency / spending
    if together > 0.0:
        row[EMBEDDEDNESS] = embeddedness / together
        row[RELATIONSHIP] = relationship / together
    row[COMPLAINTS] = complaints / len(world.arrangements)
    row[DISCRETIONARY_FUNDING] = discretionary / max(discretionary_volume, LITTLE)
    row[STATUTORY_FUNDING] = statutory / max(statutory_volume, LITTLE)
    for s in range(services):
        volume = 0.0
        for a in range(s, len(world.arrangements), services):
            arrangement = world.arrangements[a]
            volume += world.councils[arrangement.council].population * arrangement.volume
        for column in range(3):
            by_service[s, column] /= volume
    _record_neighbourhoods(world, row)
    _record_organisations(world, row)
    record_councils(world, row)


@rule
def _record_neighbourhoods(world, row):
    """Trust, civic capacity, and the gap in quality between the least and the most deprived fifth (ODD eq. 9)."""
    people = 0.0
    best = 0.0
    best_volume = 0.0
    worst = 0.0
    worst_volume = 0.0
    services = len(world.services)
    for n in range(len(world.neighbourhoods)):
        neighbourhood = world.neighbourhoods[n]
        council = world.councils[neighbourhood.council]
        weight = council.population * neighbourhood.population
        people += weight
        row[TRUST] += weight * neighbourhood.trust
        row[CIVIC_CAPACITY] += weight * neighbourhood.civic_capacity
        fifth = max(1, council.neighbourhoods // FIFTHS)
        most = neighbourhood.deprivation_rank < fifth
        least = neighbourhood.deprivation_rank >= council.neighbourhoods - fifth
        if most or least:
            for a in range(n * services, (n + 1) * services):
                volume = council.population * world.arrangements[a].volume
                if most:
                    worst += volume * world.arrangements[a].quality
                    worst_volume += volume
                else:
                    best += volume * world.arrangements[a].quality
                    best_volume += volume
    row[TRUST] /= people
    row[CIVIC_CAPACITY] /= people
    if best_volume > 0.0 and worst_volume > 0.0:
        row[QUALITY_GAP] = best / best_volume - worst / worst_volume


@rule
def _record_organisations(world, row):
    """ODD eq. 9."""
    alive = 0
    for o in range(len(world.organisations)):
        organisation = world.organisations[o]
        if organisation.alive == 1:
            alive += 1
            row[CAPACITY] += organisation.capacity
            row[ROOTS] += organisation.roots
            row[INDEPENDENCE] += organisation.independence
            row[VOLUNTEERS] += organisation.volunteers
    row[ORGANISATIONS] = alive
    if alive > 0:
        for column in (CAPACITY, ROOTS, INDEPENDENCE, VOLUNTEERS):
            row[column] /= alive


@rule
def record_councils(world, row):
    """What councils as such are like and do: leaders, control, money, framework; added to ``row`` (ODD eq. 9)."""
    councils = len(world.councils)
    for c in range(councils):
        council = world.councils[c]
        row[PRESSURE] += council.pressure / councils
        row[LEADER_COMMITMENT] += council.commitment / councils
        row[OFFICER_CULTURE] += council.officer_culture / councils
        for lever in range(len(council.levers)):
            row[FRAMEWORK] += council.levers[lever] / (councils * len(council.levers))
        row[CONTROL_CHANGES] += council.control_changed
        row[LARGEST_PARTY_CHANGES] += council.largest_changed
        row[LEADER_CHANGES] += council.leader_changed
        row[NO_OVERALL_CONTROL] += (1.0 if council.control == NO_PARTY else 0.0) / councils
        row[FOUNDINGS] += council.foundings
        row[CLOSURES] += council.closures
        row[PFI_DEALS] += council.pfi_deals
        row[ENDED_SPELLS] += council.ended_spells
