"""Files that show what was done: those of staff, since the citizen's show what was complained of."""

from engine.casework.case import Case
from engine.persistence.unit_of_work import Reading


def has_evidence(reading: Reading, case: Case) -> bool:
    """Did staff add a file to the case, to the one it is merged into, or to a joint handling of either?"""
    cases = [case.number, *([case.merged_into] if case.merged_into else [])]
    joints = [joint.number for one in cases for joint in reading.joint_handlings.of_case(one)]
    files = [file for key in (*cases, *joints) for file in reading.attachments.of_key(key)]
    return any(not file.by_citizen for file in files)
