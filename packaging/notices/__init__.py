"""Whose code the frozen app holds, under which licences: the notices beside it, and its SBOM.

The spec of the frozen app calls :func:`notices.collect.collect_notices` with all that it is about
to bundle. That writes the licence texts, their index, and ``components.json``, of which
``sbom.py`` makes a CycloneDX document.
"""
