"""From annotations and rules to labels: agreement, merging, weak labels."""
