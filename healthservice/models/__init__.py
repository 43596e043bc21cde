from healthservice.models.orders import HealthServiceOrder, OrderTransition
from healthservice.models.registers import ServiceKind, Supplier

__all__ = ["HealthServiceOrder", "OrderTransition", "ServiceKind", "Supplier"]
