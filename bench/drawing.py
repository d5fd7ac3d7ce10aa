"""The table and the picture of a run. Own SVG, without a library and the same for the same figures."""

from html import escape
from typing import Any

LEFT, WIDE, HIGH = 290, 760, 26


def line(row: dict[str, Any]) -> str:
    """One figure in one line, for whoever waits."""
    if "per_second" in row:
        return f"{row['label']}: {row['per_second']:,} a second"
    if "queries" in row:
        return f"{row['label']}: {row['queries']} queries"
    ratio = f", ratio {row['ratio']}" if "ratio" in row else ""
    cpu = f", processor {row['cpu_ms']} ms" if "cpu_ms" in row else ""
    return f"{row['label']}: {row['product_ms']} ms (p95 {row['p95_ms']}){cpu}{ratio}"


def table(report: dict[str, Any]) -> str:
    """Return the Markdown table for docs/measurements.md."""
    made, rows = report["made"], report["figures"]
    lines = [
        f"`{report['command']}`, {report['at']}; {report['cores']} cores, load {report['load_before'][0]} before and"
        f" {report['load_after'][0]} after. {report['size']:,} dossiers at {report['wards']} wards made in"
        f" {made['dossiers']} s ({made.get('cpu', '?')} s of one processor in the generator);"
        f" the database has {made['bytes'] / 1e6:,.0f} MB.",
        "",
        "| | ms, median | p95 | rounds | processor ms | raw ms | raw : product | goal |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_cells(row) for row in rows if "product_ms" in row]
    lines += ["", "| | queries |", "|---|---|"]
    lines += [f"| {row['label']} | {row['queries']} |" for row in rows if "queries" in row]
    lines += ["", "| | a second, median | rounds |", "|---|---|---|"]
    lines += [
        f"| {row['label']} | {row['per_second']:,} | {min(row['rounds']):,}–{max(row['rounds']):,} |"
        for row in rows
        if "per_second" in row
    ]
    return "\n".join(lines)


def _cells(row: dict[str, Any]) -> str:
    spread = f"{min(row['rounds_ms'])}–{max(row['rounds_ms'])}"
    raw = f"{row['raw_ms']}" if "raw_ms" in row else ""
    ratio = f"{row['ratio']} ({row['ratio_spread'][0]}–{row['ratio_spread'][1]})" if "ratio" in row else ""
    cells = [row["label"], row["product_ms"], row["p95_ms"], spread, row.get("cpu_ms", ""), raw, ratio, row["goal"]]
    return "| " + " | ".join(map(str, cells)) + " |"


def svg(report: dict[str, Any]) -> str:
    """Return bars of the medians in milliseconds, raw PostgreSQL beside the product; a stroke marks p95."""
    rows = [row for row in report["figures"] if "product_ms" in row]
    most = max([row["p95_ms"] for row in rows] + [1])
    scale, high = (WIDE - LEFT - 90) / most, HIGH * len(rows) + 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" font-family="sans-serif" font-size="12">',
        f"<title>{escape(report['command'])}</title>",
        f'<text x="8" y="18" font-size="14">{report["size"]:,} dossiers, {report["wards"]} wards: ms, median</text>',
    ]
    for number, row in enumerate(rows):
        top = 36 + HIGH * number
        wide, late = row["product_ms"] * scale, LEFT + row["p95_ms"] * scale
        parts.append(f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(row["label"])}</text>')
        parts.append(f'<rect x="{LEFT}" y="{top}" width="{wide:.1f}" height="10" fill="#1f5fa8"/>')
        if "raw_ms" in row:
            thin = row["raw_ms"] * scale
            parts.append(f'<rect x="{LEFT}" y="{top + 11}" width="{thin:.1f}" height="5" fill="#9aa7b5"/>')
        parts.append(f'<path d="M{late:.1f} {top - 2}v14" stroke="#b3261e"/>')
        parts.append(f'<text x="{late + 6:.1f}" y="{top + 10}">{row["product_ms"]:g}</text>')
    return "\n".join([*parts, "</svg>", ""])
