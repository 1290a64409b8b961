"""Signers and what stands behind them."""

from __future__ import annotations

import pytest

from cablesearch.cable.lines import clean_lines
from cablesearch.cable.signature import cut_end


@pytest.mark.parametrize(
    ("end", "signers", "rest"),
    [
        ("It rained.\n\nDOE", ("DOE",), "It rained."),
        ("It rained.\nDOE", ("DOE",), "It rained."),
        ("It rained in\nStrelsau.\nDoe", ("Doe",), "It rained in\nStrelsau."),
        ("It rained. END COMMENT. DOE", ("DOE",), "It rained. END COMMENT."),
        ("It rained. End comment. Doe", ("Doe",), "It rained. End comment."),
        ("It rained.\n\nO'DONOHUE", ("O'DONOHUE",), "It rained."),
        ("It rained.\n\nVAN HENTZAU", ("VAN HENTZAU",), "It rained."),
        ("It rained.\n\nvan Hentzau", ("van Hentzau",), "It rained."),
        ("It rained.\n\nMcDoe", ("McDoe",), "It rained."),
        ("It rained.\n\nDOE-ROE", ("DOE-ROE",), "It rained."),
        ("It rained.\n\nDOE\nROE", ("DOE", "ROE"), "It rained."),
        ("It rained.\n\nDOE.", ("DOE",), "It rained."),
        ("It rained.\n\nDOE DOE", ("DOE", "DOE"), "It rained."),
        ("It rained.\n\nDOE\n\nNNNN", ("DOE",), "It rained."),
        ("It rained.\n\nDOE\nBT\n#0457\nNNNN", ("DOE",), "It rained."),
        ("It rained.\n\nDOE\nUNCLASSIFIED", ("DOE",), "It rained."),
        ("It rained.\n\nDOE\n\nL I M I T E D  O F F I C I A L  U S E", ("DOE",), "It rained."),
        ("IT RAINED.\nGDS\nDOE\nSECRET", ("DOE",), "IT RAINED."),
        ("IT RAINED.\n\nDOE\nGP-3", ("DOE",), "IT RAINED."),
        ("IT RAINED.\n\nXGDS-2.\n\nDOE", ("DOE",), "IT RAINED."),
        ("IT RAINED FOR\nNINETY DAYS.", (), "IT RAINED FOR\nNINETY DAYS."),
        ("IT RAINED FOR\nNINETY DAYS.\nDOE", ("DOE",), "IT RAINED FOR\nNINETY DAYS."),
        ("It rained.\n\nDOE\n\n=====CABLE ENDS=====", ("DOE",), "It rained."),
        ('It rained.\n\nDOE\n"', ("DOE",), "It rained."),
        ("It rained.\n\nDOE UNQUOTE", ("DOE",), "It rained."),
        ("It rained. McDOE 0 11/30/2007", ("McDOE",), "It rained."),
        ("Visit our web site: XXXXXXXXXXXX DOE", ("DOE",), "Visit our web site: XXXXXXXXXXXX"),
        ("Visit our web site: XXXXXXXXXXXX\nDoe.", ("Doe",), "Visit our web site: XXXXXXXXXXXX"),
        ("Thanks. MINIMIZE CONSIDERED DOE", ("DOE",), "Thanks. MINIMIZE CONSIDERED"),
        ("It rained.", (), "It rained."),
        ("It rained in\nStrelsau.", (), "It rained in\nStrelsau."),
        ("It rained in\nStrelsau", (), "It rained in\nStrelsau"),
        ("We met the\nUSG\nDOE", ("DOE",), "We met the\nUSG"),
        ("It rained.\n\nEND COMMENT", (), "It rained.\n\nEND COMMENT"),
        ("", (), ""),
    ],
)
def test_ends(end: str, signers: tuple[str, ...], rest: str) -> None:
    found = cut_end(clean_lines(end))
    assert found.signers == signers
    assert "\n".join(line.text for line in found.lines).strip() == rest


def test_kinds_of_furniture() -> None:
    text = "Rain.\n\nDOE\n\nLIMITED OFFICIAL USE\n\nNNNN\n>"
    kinds = [item.kind for item in cut_end(clean_lines(text)).furniture]
    assert kinds == ["stamp", "end", "debris"]
