"""Free pairs under the contrastive loss: how low it gets, and the gap there."""
