"""Who may do what, written down a second time on purpose: crates/deedwell-web/src/roles.rs is the first."""
import re

RIGHTS = {role: set(rights.split()) for role, rights in {
    "owner": "see_home see_people change_people export_people erase_people see_measures host_programmes manage_programmes"
             " book_money see_staff manage_staff manage_settings manage_keys see_audit",
    "manager": "see_home see_people change_people export_people erase_people see_measures host_programmes manage_programmes"
               " book_money see_staff manage_staff manage_settings see_audit",
    "marketer": "see_home see_people change_people see_measures see_staff",
    "agent": "see_home see_people change_people host_programmes see_staff",
    "host": "see_home see_people see_measures host_programmes manage_programmes book_money see_staff",
    "analyst": "see_home see_people export_people see_measures book_money see_staff",
    "viewer": "see_home see_measures",
}.items()}
ROLES = list(RIGHTS)


def may(name, needs):
    """Whether somebody of this name may use an operation that says whom it is for."""
    right = re.search(r"right (\w+)", needs)
    if needs == "For anybody.": return True
    if needs == "For a signed-in customer.": return name == "customer"
    if needs == "For staff.": return name in ROLES
    if right: return name in ROLES and right[1] in RIGHTS[name]
    if needs == "For a server key.": return name in ("key to read", "key to write")
    if needs == "For a server key that may write.": return name == "key to write"
    # No page and no key of the interface opens these: what a source may is told by its own stories.
    if needs in ("For a source with its write key.", "For whoever signs it."): return False
    raise SystemExit(f"nobody knows what {needs!r} means")
