"""`make soak`: what happens over a long day with many dossiers, when programs are killed and machines are slow."""
