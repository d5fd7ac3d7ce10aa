"""Layout, components, tables, charts and pages: everything that is looked at, and nothing that is stored."""
